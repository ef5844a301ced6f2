import { z } from "zod";
import { ignoredAnnotation, ignoredLabel } from "../../terraform/ignored-metadata";
import {
  PROVIDERS,
  providerSource,
  providerVersion,
  testedVersions,
  type ProviderName,
} from "../../terraform/provider-rules";
import { text } from "../../schema/leaves";

// A type and no interface: zod takes those with an index signature alone.
type ProviderShape = Readonly<Record<"version" | "source", z.ZodOptional<z.ZodString>>>;

function shapeOf(name: ProviderName): ProviderShape {
  const { range, example } = testedVersions(name);
  return {
    version: text(providerVersion(name))
      .optional()
      .describe(`Constraint within ${range}, such as "${example}". Default: "${PROVIDERS[name].version}".`),
    source: text(providerSource(name))
      .optional()
      .describe(
        `Address, such as registry.example.com/hashicorp/${name} for a mirror. Default: that of hashicorp.`,
      ),
  };
}

const provider = (name: ProviderName): z.ZodOptional<z.ZodObject<ProviderShape, z.core.$strict>> =>
  z.strictObject(shapeOf(name)).optional();

/** Versions and sources of the providers, and what plans leave to others. */
export const providers = z.strictObject({
  azuread: provider("azuread"),
  kubernetes: z
    .strictObject({
      ...shapeOf("kubernetes"),
      ignoreAnnotations: z
        .array(text(ignoredAnnotation))
        .optional()
        .describe(
          "Regular expressions of annotations that others manage, left out of plans, such as ^field\\.cattle\\.io/; one that matches what guards an app is refused.",
        ),
      ignoreLabels: z
        .array(text(ignoredLabel))
        .optional()
        .describe("The same for labels; one that matches app.kubernetes.io/name is refused."),
    })
    .optional(),
  helm: provider("helm"),
  random: provider("random"),
  time: provider("time"),
});
