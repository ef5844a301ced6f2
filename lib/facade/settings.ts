import { type Construct } from "constructs";
import { type Checks } from "../schema/checks";
import { placeOfChoice, type Resolution, type ResolvedSettings } from "../resolver";

/** What the resolver decided, or an error with all of its reasons under the facade's path. */
export function settingsOf(facade: Construct, checks: Checks, resolution: Resolution): ResolvedSettings {
  if ("settings" in resolution) {
    return resolution.settings;
  }
  for (const { keys, message } of resolution.reasons) {
    checks.report(placeOfChoice(keys[0], []), message);
  }
  checks.throwIfAny(facade);
  throw new Error("unreachable: the resolver refused without a reason");
}
