import { z } from "zod";

const FIELD_MANAGER = { name: "Terraform", force_conflicts: false };

/** The arguments of a `kubernetes_manifest`; what is not named here would not be done, and is an error. */
export const manifestArguments = z.strictObject({
  manifest: z.looseObject({
    apiVersion: z.string(),
    kind: z.string(),
    metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
  }),
  field_manager: z
    .strictObject({
      name: z.string().default(FIELD_MANAGER.name),
      force_conflicts: z.boolean().default(FIELD_MANAGER.force_conflicts),
    })
    .default(FIELD_MANAGER),
  /** Tells Terraform what the API server fills in. */
  computed_fields: z.array(z.string()).optional(),
});

export type Manifest = z.infer<typeof manifestArguments>["manifest"];
