import type { IConstruct } from "constructs";
import type { WhoMayEnter } from "../contracts/route";
import { textAtSynth } from "../terraform/at-synth";
import { formedId } from "../terraform/known-late";

/** The query of the auth URL. An id that only Terraform knows is held against its form there. */
function authQuery(scope: IConstruct, who: WhoMayEnter): string {
  return textAtSynth(() => queryOf(scope, who()));
}

/** The query of each rule as one text, however many objects ask for it. */
export class AuthQueries {
  private readonly known = new Map<WhoMayEnter, string>();

  /** Without a rule it is empty, and everybody passes who has a session. */
  of(scope: IConstruct, who: WhoMayEnter | undefined): string {
    if (who === undefined) {
      return "";
    }
    const query = this.known.get(who) ?? authQuery(scope, who);
    this.known.set(who, query);
    return query;
  }
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
