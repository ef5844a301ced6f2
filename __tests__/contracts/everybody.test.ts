import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { EntraIngressAuth, Gateway, IngressController } from "../../lib";
import { EDGE_KINDS, edgeSection, GATEWAY_KINDS, type Edge } from "../../lib/edge";
import type { EdgeTraits } from "../../lib/contracts/edge";
import type { AppProps } from "../../lib/facade/app-props";
import type { EntraIngressAuthProps } from "../../lib/facade/entra-props";
import { decide, type Who } from "../../lib/model/decide";
import { blocksOf, newStack, toJson, type StackJson } from "../support/construct-stack";

const GATEWAY = { name: "public", namespace: "gateways" };
const FINANCE = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const VARIABLE = "OAUTH2_PROXY_ALLOWED_GROUPS";

const EDGES: readonly (readonly [string, Edge])[] = [
  ...EDGE_KINDS.map((kind) => [kind, IngressController.ofKind(kind)] as const),
  ["traefik with IngressRoutes", IngressController.traefikIngressRoutes()],
  ...GATEWAY_KINDS.map((kind) => [`gateway ${kind}`, Gateway.ofKind(kind, GATEWAY)] as const),
];
/** What is known of it, each with its strictest answer. */
const traitsOf = (edge: EdgeTraits): EdgeTraits => edge;
const CANNOT_TELL = EDGES.filter(([, edge]) => traitsOf(edge).asksForRules === false);
const CAN_TELL = EDGES.filter(([, edge]) => traitsOf(edge).asksForRules !== false);

const member: Who = { kind: "person", groups: [], roles: [], account: ["0"] };
const guest: Who = { kind: "person", groups: [], roles: [], account: ["1"] };
const accountant: Who = { kind: "person", groups: [FINANCE], roles: [], account: ["1"] };
const program: Who = { kind: "program", audience: "self", groups: [FINANCE], roles: [] };

type Apps = Readonly<Record<string, Partial<AppProps>>>;

function made(edge: Edge, props: Partial<EntraIngressAuthProps>, apps: Apps, helm: boolean) {
  const stack = newStack();
  if (helm) {
    new HelmProvider(stack, "helm");
  }
  const auth = new EntraIngressAuth(stack, "auth", {
    ...props,
    [edgeSection(edge)]: edge,
    authProxy: { namespace: { name: "auth" }, ...(helm ? { helm: {} } : {}) },
  });
  for (const [name, app] of Object.entries(apps)) {
    const service = { namespace: name, name, port: 80 };
    auth.protect(name, { host: `${name}.example.com`, service, ...app });
  }
  const answers = (who: Who): string[] =>
    auth.apps.map(({ host }) => decide(auth.model, { host, path: "/" }, who).answer);
  return { answers, json: toJson(stack) };
}

/** Of each auth proxy whether it gets a list of groups. */
function lists({ resource }: StackJson): boolean[] {
  return [
    ...blocksOf(resource, "kubernetes_deployment_v1").map(({ spec }) => JSON.stringify(spec)),
    ...blocksOf(resource, "helm_release").map(({ values }) => JSON.stringify(values)),
  ].map((text) => text.includes(VARIABLE));
}

describe.each(CAN_TELL)("everybody of the tenant before %s", (_, edge) => {
  const inPath = traitsOf(edge).decision === "in-path";
  const forms = inPath ? [false] : [false, true];

  it.each(forms)("members enter what has no rule, and guests where one says so (chart: %s)", (helm) => {
    const apps: Apps = { intranet: {}, partners: { access: { everybody: "membersAndGuests" } } };
    const { answers, json } = made(edge, { everybody: "members" }, apps, helm);

    expect(answers(member)).toEqual(["let-in", "let-in"]);
    expect(answers(guest)).toEqual([inPath ? "sign-in" : "403", "let-in"]);
    expect(answers(program)).toEqual(["sign-in", "sign-in"]);
    expect(lists(json)).toEqual(inPath ? [true, false] : [false]);
  });

  it.each(forms)("everybody enters what has no rule, and a group its own app (chart: %s)", (helm) => {
    const apps: Apps = { intranet: {}, ledger: { access: { groups: [FINANCE] } } };
    const { answers, json } = made(edge, { everybody: "membersAndGuests" }, apps, helm);

    expect(answers(member)).toEqual(["let-in", inPath ? "sign-in" : "403"]);
    expect(answers(accountant)).toEqual(["let-in", "let-in"]);
    expect(answers(program)).toEqual(["sign-in", "sign-in"]);
    expect(lists(json)).toEqual(inPath ? [false, true] : [false]);
    expect(JSON.stringify(json)).toContain(FINANCE);
  });

  it.each(forms)("members alone have a list, which is never empty (chart: %s)", (helm) => {
    const { answers, json } = made(edge, { everybody: "members" }, { intranet: {} }, helm);

    expect([member, guest, program].map((who) => answers(who))).toEqual([
      ["let-in"],
      ["sign-in"],
      ["sign-in"],
    ]);
    expect(lists(json)).toEqual([true]);
    const values = blocksOf(json.resource, "kubernetes_secret_v1").flatMap(
      ({ data }) => (Object(data) as Record<string, string>)[VARIABLE] ?? [],
    );
    expect(values).toEqual(["0"]);
  });
});

describe.each(CANNOT_TELL)("everybody of the tenant before %s", (_, edge) => {
  it.each(["members", "membersAndGuests"] as const)("is one rule for all apps: %s", (everybody) => {
    const { answers } = made(edge, { everybody }, { intranet: {} }, false);

    expect(answers(member)).toEqual(["let-in"]);
    expect(answers(guest)).toEqual([everybody === "members" ? "sign-in" : "let-in"]);
  });

  it("does not go together with a rule that lets in fewer", () => {
    const apps: Apps = { intranet: {}, books: { access: { groups: [FINANCE] } } };
    expect(() => made(edge, { everybody: "membersAndGuests" }, apps, false)).toThrow(
      /lets in fewer than may sign in/,
    );
  });
});
