import { entriesOf, partOf, pick, type Draft } from "../contracts/draft";
import { edgeSection, Gateway, IngressController, type Edge } from "../edge";
import { resourceProblems } from "../edge/resource-problems";
import { EDGE_SECTIONS, edgeSectionProblems } from "../edge/sections";
import { refusedByEdge, refusedCheck, refusedForStack, type AskedForStack } from "../model/refused-by-edge";
import type { Problem } from "../rules/rule";
import type { Config, FileDraft } from "./schema";

/** What is in front of the apps of a file, where all that is said of it is right. */
export function edgeOfFile(file: FileDraft): Edge | undefined {
  const [section, ...others] = EDGE_SECTIONS.filter((one) => partOf(file, one).isSaid);
  return section === undefined || others.length > 0
    ? undefined
    : edgeOfSections({ [section]: partOf(file, section).whole });
}

/** The same of what keeps every rule. */
export function edgeOfSections({
  ingressController,
  gateway,
}: Partial<Pick<Config, "ingressController" | "gateway">>): Edge | undefined {
  if (ingressController !== undefined) {
    const { kind, ...props } = ingressController;
    return IngressController.ofKind(kind, props);
  }
  if (gateway !== undefined) {
    const { kind, ...props } = gateway;
    return Gateway.ofKind(kind, props);
  }
  return undefined;
}

/** An edge of the kind that a file names, for what does not depend on its installation. */
export function edgeKindOf(file: FileDraft): Edge | undefined {
  const controller = pick(partOf(file, "ingressController"), "kind", "resource");
  if (controller?.kind !== undefined) {
    return IngressController.ofKind(controller.kind, { resource: controller.resource });
  }
  const kind = partOf(file, "gateway", "kind").whole;
  return kind && Gateway.ofKind(kind, { name: "gateway", namespace: "gateway" });
}

/** What a file asks of its edge that cannot be. */
export function edgeProblemsOf(file: FileDraft): Problem[] {
  const problems = edgeSectionProblems(EDGE_SECTIONS.filter((section) => partOf(file, section).isSaid));
  const edge = edgeOfFile(file);
  if (edge === undefined) {
    return problems;
  }
  const section = edgeSection(edge);
  return [
    ...problems,
    ...resourceProblems(edge).map((problem) => ({ ...problem, path: [section, ...problem.path] })),
    ...refusedCheck(partOf(file, "authCheck").whole, edge),
    ...refusedForStack(askedForStack(file), edge),
    ...refusedByEdge({ tls: partOf(file, "signIn", "tls").whole }, edge, ["signIn"]),
    ...entriesOf(partOf(file, "apps")).flatMap((app, i) => {
      const asked = {
        tls: partOf(app, "tls").whole,
        externalIngress: partOf(app, "externalIngress").whole,
        cors: partOf(app, "cors").isSaid ? true : undefined,
      };
      return refusedByEdge(asked, edge, ["apps", i]);
    }),
  ];
}

/** What a file asks for the whole stack. */
function askedForStack(file: FileDraft): AskedForStack {
  const isSaid = (part: Draft<unknown>): true | undefined => (part.isSaid ? true : undefined);
  const authProxy = partOf(file, "authProxy");
  return {
    signIn: isSaid(partOf(file, "signIn")),
    authProxy: {
      service: isSaid(partOf(authProxy, "service")),
      helm: isSaid(partOf(authProxy, "helm")),
      bufferSize: isSaid(partOf(authProxy, "bufferSize")),
    },
  };
}
