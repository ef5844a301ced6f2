import { z } from "zod";

/** What the lab looks for where the network is, and can do without. */
export type Need = "terraform" | "helm" | "tofu";

/** Where it lies, or why it cannot be had. */
const finding = z.union([z.strictObject({ path: z.string() }), z.strictObject({ absent: z.string() })]);
export type Finding = z.infer<typeof finding>;

/** What was looked for outside the namespace, and whether it was found. */
export type Findings = Readonly<Partial<Record<Need, Finding>>>;
const findings = z.strictObject({
  terraform: finding.optional(),
  helm: finding.optional(),
  tofu: finding.optional(),
});

/** Environment variable that tells the inside. */
const VARIABLE = "ENTRA_INGRESS_AUTH_LAB_FOUND";

/** The environment for the inside. */
export function findingsEnvironment(found: Findings): Readonly<Record<string, string>> {
  return { [VARIABLE]: JSON.stringify(found) };
}

/** Inside: where something that was found outside lies; undefined where it was not found, or not looked for. */
export function placeOf(need: Need, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const found = read(environment)[need];
  return found !== undefined && "path" in found ? found.path : undefined;
}

/** Inside: why something cannot be had; undefined where it can, or was not looked for. */
export function whyAbsent(need: Need, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const found = read(environment)[need];
  return found !== undefined && "absent" in found ? found.absent : undefined;
}

function read(environment: NodeJS.ProcessEnv): Findings {
  return findings.parse(JSON.parse(environment[VARIABLE] ?? "{}"));
}
