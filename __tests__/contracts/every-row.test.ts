import type { TerraformStack } from "cdktf";
import type { Admitted, Allowed } from "../../lib/contracts/access";
import {
  decide,
  EntraIngressAuth,
  GitHubIngressAuth,
  Gateway,
  IDENTITIES,
  IngressController,
  type AuthProxyProps,
  type Edge,
  type EdgeTraits,
  type EntraCredentials,
  type IdentityKind,
  type IngressAuth,
  type Model,
  type SessionStore,
  type SessionStoreProps,
  type Who,
} from "../../lib";
import { EDGE_KINDS, edgeSection, GATEWAY_KINDS } from "../../lib/edge";
import { IDENTITY_KINDS } from "../../lib/identity";
import { CREDENTIAL_KEYS } from "../../lib/identity/entra/credentials";
import { resolveSession } from "../../lib/oauth2-proxy/session-options";
import { commandLines, inputErrors, newStack, toJson } from "../support/construct-stack";

interface Choice {
  readonly controller: Edge;
  readonly authProxy: AuthProxyProps;
}

/** A stack with one identity and credential, and who is in which of its groups. */
interface Sample {
  readonly make: (stack: TerraformStack, choice: Choice) => IngressAuth;
  /** The rule of the app's path "/admin". */
  readonly admins: object;
  /** Who may enter the app, and who may enter "/admin" alone, as sessions carry their groups. */
  readonly groupsOf: (facade: IngressAuth) => { readonly member: string; readonly admin: string };
}

const NAMESPACE = { name: "auth" };
const SECRET = { name: "credential", key: "client-secret" };

function listed(admitted: Admitted): readonly Allowed[] {
  return admitted === "everybody" ? [] : admitted;
}

/** The group for everybody comes first, then the one that the rule names. */
const inSignInSet = ({ model }: IngressAuth): { readonly member: string; readonly admin: string } => {
  const [member, admin] = listed(model.signInSet);
  return { member: member!.id, admin: admin!.id };
};

const ENTRA_CREDENTIALS: { readonly [Kind in keyof EntraCredentials]: EntraCredentials[Kind] } = {
  clientSecret: {},
  existingSecret: SECRET,
  workloadIdentity: { issuer: "https://oidc.cluster.example.com" },
};

const entra = (credential: object): Sample => ({
  make: (stack, { controller, authProxy }) =>
    new EntraIngressAuth(stack, "auth", {
      application: { clientId: "0f8fad5b-d9cb-469f-a165-70867728950e" },
      accessGroup: { name: "staff" },
      groups: [{ name: "admins" }],
      credential: credential as { readonly existingSecret: typeof SECRET },
      [edgeSection(controller)]: controller,
      authProxy: { ...authProxy, namespace: NAMESPACE },
    }),
  admins: { groups: [{ name: "admins" }] },
  groupsOf: inSignInSet,
});

/** Every identity with each of its credentials; another one does not compile before it has a sample here. */
const SAMPLES: Readonly<Record<IdentityKind, Readonly<Record<string, Sample>>>> = {
  entra: Object.fromEntries(
    Object.entries(ENTRA_CREDENTIALS).map(([kind, credential]) => [kind, entra({ [kind]: credential })]),
  ),
  github: {
    clientSecret: {
      make: (stack, { controller, authProxy }) =>
        new GitHubIngressAuth(stack, "auth", {
          clientId: "Ov23liAbCdEfGhIjKlMn",
          clientSecret: SECRET,
          organization: "contoso",
          teams: ["staff", "admins"],
          [edgeSection(controller)]: controller,
          authProxy,
        }),
      admins: { teams: ["admins"] },
      groupsOf: inSignInSet,
    },
  },
};

const STORES: Readonly<Record<SessionStore, SessionStoreProps>> = {
  "cookie-minimal": "cookie-minimal",
  cookie: "cookie",
  redis: { redis: { url: "rediss://cache.example.com:6380" } },
};

const GATEWAY = { name: "public", namespace: "gateways" };

/** Every edge by its name. */
const EDGES: Readonly<Record<string, Edge>> = {
  ...Object.fromEntries(EDGE_KINDS.map((kind) => [kind, IngressController.ofKind(kind)])),
  "traefik with IngressRoutes": IngressController.traefikIngressRoutes(),
  ...Object.fromEntries(GATEWAY_KINDS.map((kind) => [`gateway ${kind}`, Gateway.ofKind(kind, GATEWAY)])),
};
const edges = Object.keys(EDGES);

const stores = Object.keys(STORES) as SessionStore[];

const ROWS = IDENTITY_KINDS.flatMap((kind) =>
  Object.keys(SAMPLES[kind]).flatMap((credential) =>
    edges.flatMap((edge) =>
      stores.flatMap((store) =>
        (["user", "token"] as const).flatMap((identityHeaders) =>
          [undefined, "30m"].map((refresh) => {
            const controller = EDGES[edge]!;
            const authProxy = {
              session: { store: STORES[store], refresh },
              identityHeaders,
              expectedGroups: 20,
            };
            return {
              name: [kind, credential, edge, store, identityHeaders, refresh ?? "no refresh"].join(", "),
              sample: SAMPLES[kind][credential]!,
              choice: { controller, authProxy },
              resolution: resolveSession(IDENTITIES[kind], authProxy, controller),
            };
          }),
        ),
      ),
    ),
  ),
);

const ADMIN_HOST = "admin.example.com";
const SERVICE = { namespace: "shop", name: "web", port: 80 };

const traitsOf = (facade: IngressAuth): Partial<EdgeTraits> => Object.values(facade.edges)[0] ?? {};

/** An edge with an auth proxy before each app has no rules of paths: what is for admins is an app of its own there. */
function protect(facade: IngressAuth, { admins }: Sample): IngressAuth {
  const { decision, asksForRules } = traitsOf(facade);
  if (asksForRules === false) {
    facade.protect("shop", {
      host: "shop.example.com",
      service: SERVICE,
      publicPaths: ["/healthz"],
      normalizesPaths: true,
    });
    return facade;
  }
  if (decision === "in-path") {
    facade.protect("admin", {
      host: ADMIN_HOST,
      service: { namespace: "shop", name: "admin", port: 80 },
      access: admins,
    });
  }
  facade.protect("shop", {
    host: "shop.example.com",
    service: SERVICE,
    normalizesPaths: true,
    paths: ["/", ...(decision === "in-path" ? [] : [{ path: "/admin", access: admins }])],
    apiPaths: ["/api"],
    publicPaths: ["/healthz"],
  });
  return facade;
}

const person = (...groups: string[]): Who => ({ kind: "person", groups, roles: [] });

/** What each path answers. */
function answers(model: Model, who: Who): string[] {
  const adminHost = model.decision === "in-path" ? ADMIN_HOST : "shop.example.com";
  return ["/", "/admin", "/api", "/healthz"].map(
    (path) => decide(model, { host: path === "/admin" ? adminHost : "shop.example.com", path }, who).answer,
  );
}

describe("every identity, credential, edge and session that the resolver allows", () => {
  const allowed = ROWS.flatMap((row) =>
    "settings" in row.resolution ? [{ ...row, settings: row.resolution.settings }] : [],
  );

  it("is in the tables of this test: each credential of each identity, on each edge", () => {
    expect(Object.keys(SAMPLES)).toEqual(Object.keys(IDENTITIES));
    expect(Object.keys(SAMPLES.entra)).toEqual(Object.keys(CREDENTIAL_KEYS));
    for (const [kind, samples] of Object.entries(SAMPLES)) {
      for (const start of Object.keys(samples).flatMap((one) => edges.map((edge) => [kind, one, edge]))) {
        expect(allowed.map(({ name }) => name)).toContainEqual(
          expect.stringMatching(new RegExp(`^${start.join(", ")}, `)),
        );
      }
    }
  });

  it.each(IDENTITY_KINDS)("calls the identity %s in messages what a file calls it", (kind) => {
    expect(IDENTITIES[kind].kind).toBe(kind);
  });

  it.each(allowed)("synthesizes and keeps its promises: $name", ({ sample, choice, settings }) => {
    const stack = newStack();
    const facade = protect(sample.make(stack, choice), sample);

    const deployments = commandLines(toJson(stack));
    const { model } = facade;

    expect(facade.settings).toEqual(settings);
    expect(deployments).toHaveLength(model.decision === "in-path" ? 2 : 1);
    for (const flags of deployments) {
      expect(flags.filter((flag) => flag.startsWith("--provider="))).toHaveLength(1);
      expect(flags).toContain(`--scope=${settings.scopes.join(" ")}`);
    }
    if (traitsOf(facade).asksForRules === false) {
      const atApp = (who: Who): string[] => {
        const [page, , , open] = answers(model, who);
        return [page ?? "", open ?? ""];
      };
      expect(atApp(person(listed(model.signInSet)[0]!.id))).toEqual(["let-in", "public"]);
      expect(atApp(person("somebody-else"))).toEqual(["sign-in", "public"]);
      expect(atApp({ kind: "nobody" })).toEqual(["sign-in", "public"]);
      return;
    }
    const { member, admin } = sample.groupsOf(facade);
    expect(answers(model, person(member))).toEqual([
      "let-in",
      // Signed in to by itself, the app for admins gives others no session.
      model.decision === "in-path" ? "sign-in" : "403",
      "let-in",
      "public",
    ]);
    expect(answers(model, person(member, admin))).toEqual(["let-in", "let-in", "let-in", "public"]);
    expect(answers(model, person("somebody-else"))).toEqual(["sign-in", "sign-in", "401", "public"]);
    expect(answers(model, { kind: "nobody" })).toEqual(["sign-in", "sign-in", "401", "public"]);
  });
});

describe("what the resolver refuses", () => {
  const refused = ROWS.flatMap((row) =>
    "reasons" in row.resolution ? [{ ...row, reasons: row.resolution.reasons }] : [],
  );

  it.each(refused)("the facade refuses with the same reasons: $name", ({ sample, choice, reasons }) => {
    const errors = inputErrors(() => sample.make(newStack(), choice));

    expect(errors).toEqual(
      reasons.map(({ keys, message }) => `[stack/auth] authProxy.${keys[0]}: ${message}`),
    );
  });
});
