import { Token } from "cdktf";
import type { Checks } from "../../schema/checks";

import { below, type Place } from "../../rules/rule";

import { type ControllerDescription } from "./controller";
import { guardProblems } from "./guard";
import { classProblems } from "./ingress-class";

/** Whether a controller leads to the auth check: its class is its own, and its renderer leaves nothing out. */
export function checkAsksAuthProxy(checks: Checks, path: Place, controller: ControllerDescription): void {
  if (!Token.isUnresolved(controller.className)) {
    checks.all(below(path, classProblems(controller)));
  }
  guardProblems(controller, { open: false }).forEach((message) => checks.report(path, message));
}
