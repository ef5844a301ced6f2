import { z } from "zod";
import { ignoredAnnotation, ignoredLabel } from "../../terraform/ignored-metadata";
import { providerSource, providerVersion, type ProviderName } from "../../terraform/provider-rules";
import { text } from "../../schema/leaves";

// A type and no interface: zod takes those with an index signature alone.
type ProviderShape = Readonly<Record<"version" | "source", z.ZodOptional<z.ZodString>>>;

function shapeOf(name: ProviderName): ProviderShape {
  return {
    version: text(providerVersion(name)).optional(),
    source: text(providerSource(name)).optional(),
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
      ignoreAnnotations: z.array(text(ignoredAnnotation)).optional(),
      ignoreLabels: z.array(text(ignoredLabel)).optional(),
    })
    .optional(),
  helm: provider("helm"),
  random: provider("random"),
  time: provider("time"),
});
