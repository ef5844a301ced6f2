import { Token } from "cdktf";
import type { EdgeTraits } from "../contracts/edge";
import type { Model } from "../model/model";
import { modelProblems, type CheckLength } from "../model/problems";
import type { SharedSignInProps } from "./props";
import { signInProblems } from "../model/routes";
import { formatProblem } from "../rules/rule";

/** What only all apps together can tell. */
export function appsProblems(all: {
  readonly model: Model;
  readonly controller: EdgeTraits;
  readonly check: CheckLength;
  readonly signIn?: SharedSignInProps;
}): string[] {
  const { model, controller, check, signIn } = all;
  const problems = modelProblems(model, controller, check);
  if (signIn !== undefined) {
    const hosts = model.apps
      .filter((app) => !Token.isUnresolved(app.host))
      .map((app) => ({ host: app.host, path: [app.name, "host"] }));
    problems.push(...signInProblems(signIn, ["signIn"], hosts));
  }
  return problems.map(formatProblem);
}
