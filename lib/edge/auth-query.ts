import type { IConstruct } from "constructs";
import type { WhoMayEnter } from "../contracts/route";
import { textAtSynth } from "../terraform/at-synth";
import { formedId } from "../terraform/known-late";

/** The query of the auth URL. An id that only Terraform knows is held against its form there. */
export function authQuery(scope: IConstruct, who: WhoMayEnter | undefined): string {
  return who === undefined ? "" : textAtSynth(() => queryOf(scope, who()));
}

function queryOf(scope: IConstruct, allowed: ReturnType<WhoMayEnter>): string {
  if (allowed === "everybody") {
    return "";
  }
  if (allowed.length === 0) {
    throw new Error("a rule that lets nobody in would let everybody in");
  }
  return `?allowed_groups=${allowed.map((one) => formedId(scope, one, "id")).join(",")}`;
}
