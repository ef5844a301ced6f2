import { TerraformVariable } from "cdktf";
import { GitHubIngressAuth, IngressController } from "../../lib";
import { flagValues, inputErrors, newStack, onlyBlock, toJson } from "../support/construct-stack";
import {
  addresses,
  both,
  classes,
  facade,
  gateway,
  inside,
  manifests,
  nginx,
  shop,
  stackOf,
  toNew,
} from "../support/several-edges";

describe("the auth proxy of several edges", () => {
  it("admits the Pods of all, and trusts the addresses of all", () => {
    const json = stackOf(
      { inside: { ingressController: inside }, new: { gateway } },
      { shop: { ...shop, edge: "inside" } },
    );

    const { spec } = onlyBlock(json.resource, "kubernetes_network_policy_v1") as {
      spec: { ingress: { from: { namespace_selector: object; pod_selector: object }[] }[] };
    };
    expect(
      spec.ingress.flatMap(({ from }) => from.map((one) => JSON.stringify(one.namespace_selector))),
    ).toEqual([
      expect.stringContaining('"ingress-nginx"'),
      expect.stringContaining('"ingress-internal"'),
      expect.stringContaining('"traefik"'),
    ]);
    const trusted = flagValues(json, "trusted-proxy-ip");
    expect(trusted).toContain("10.1.0.0/16");
    expect(trusted).toContain("192.168.0.0/16");
    expect(new Set(trusted).size).toBe(trusted.length);
  });

  it("trusts addresses that only Terraform knows beside others", () => {
    const stack = newStack();
    const late = new TerraformVariable(stack, "ranges", { type: "list(string)" }).listValue;
    const controller = IngressController.ingressNginx({ className: "internal", trustedAddresses: late });
    facade(stack, { edges: { inside: { ingressController: controller } } }).protect("shop", shop);

    expect(flagValues(toJson(stack), "trusted-proxy-ip")).toEqual([
      expect.stringMatching(/join\(",", distinct\(concat\(\["10\.0\.0\.0\/8".*var\.ranges\)\)\)/),
    ]);
  });

  it("answers as any of them needs it", () => {
    const one = stackOf(undefined, { shop }, { signOut: true });
    const two = stackOf(toNew, { shop: both }, { signOut: true });

    expect([one, two].map((json) => flagValues(json, "upstream"))).toEqual([
      ["file:///dev/null"],
      ["static://200"],
    ]);
    expect([one, two].map((json) => flagValues(json, "skip-provider-button"))).toEqual([["false"], ["true"]]);
  });

  it("keeps sessions as the strictest of them takes them, which is named", () => {
    const small = IngressController.traefik({ className: "small", requestHeaderLimit: "2k" });

    const problems = inputErrors(() =>
      facade(newStack(), {
        edges: { small: { ingressController: small }, new: { gateway } },
        authProxy: { expectedGroups: 150 },
      }),
    );

    expect(problems).toEqual([
      expect.stringContaining('ingress-nginx (edge "default") takes 7.9 kB'),
      expect.stringContaining('traefik (edge "small") takes 2.0 kB'),
    ]);
  });
});

describe("who begins to move", () => {
  it("keeps every address, name and line of what is there", () => {
    // GIVEN a stack of one edge, and the same with another one beside it, on which the app stands too
    const before = stackOf(undefined, { shop });
    const after = stackOf(toNew, { shop: both });

    // THEN what was there is there, at the same address
    expect(addresses(after)).toEqual(expect.arrayContaining(addresses(before)));
    expect(after.resource.kubernetes_ingress_v1).toEqual(before.resource.kubernetes_ingress_v1);
  });

  it("keeps them with the edge under its own name, default", () => {
    const stack = newStack();
    const auth = facade(stack, {
      ingressController: undefined,
      edges: { new: { gateway }, default: { ingressController: nginx } },
    });
    auth.protect("shop", shop);

    expect(toJson(stack).resource.kubernetes_ingress_v1).toEqual(
      stackOf(undefined, { shop }).resource.kubernetes_ingress_v1,
    );
  });

  it("keeps what has been made for the new edge, once the old one is gone", () => {
    const during = stackOf(toNew, { shop: both });
    const after = stackOf(toNew, { shop }, { ingressController: undefined });

    expect(after.resource.kubernetes_manifest).toEqual(during.resource.kubernetes_manifest);
    expect(after.resource.kubernetes_ingress_v1).toBeUndefined();
  });

  it("keeps the new edge's whatever further edges come and go", () => {
    const one = stackOf(toNew, { shop: both });
    const two = stackOf({ inside: { ingressController: inside }, ...toNew }, { shop: both });

    expect(two.resource.kubernetes_manifest).toEqual(one.resource.kubernetes_manifest);
  });
});

describe("several edges of a facade", () => {
  it("are there to read, by name", () => {
    const auth = facade(newStack(), { edges: toNew });

    expect(auth.edges).toEqual({ default: nginx, new: gateway });
    auth.protect("shop", both);
    expect(auth.model.apps.map(({ edges }) => edges)).toEqual([["default", "new"]]);
  });

  it("are the same for GitHub", () => {
    const stack = newStack();
    const auth = new GitHubIngressAuth(stack, "auth", {
      clientId: "Iv1.0123456789abcdef",
      clientSecret: { name: "github", key: "secret" },
      organization: "contoso",
      edges: { public: { gateway }, inside: { ingressController: inside } },
    });
    auth.protect("shop", { ...shop, edge: ["public", "inside"] });

    const json = toJson(stack);
    expect(classes(json)).toHaveLength(4);
    expect(manifests(json).filter((one) => one.startsWith("HTTPRoute"))).toHaveLength(4);
  });

  it("are refused with all that is wrong with them", () => {
    const problems = inputErrors(() =>
      facade(newStack(), {
        edges: {
          Inside: { ingressController: inside },
          none: {},
          two: { ingressController: inside, gateway },
          wrong: { gateway: IngressController.traefik({ className: "traefik-2" }) },
          default: { gateway },
        },
      }),
    );

    expect(problems).toEqual(
      expect.arrayContaining([
        expect.stringContaining('edges.Inside: "Inside" is not the name of an edge'),
        expect.stringContaining('edges.none: is missing "ingressController" or "gateway"'),
        expect.stringContaining('edges.two.gateway: does not go together with "ingressController"'),
        expect.stringContaining('edges.wrong.gateway: is traefik, which belongs into "ingressController"'),
        expect.stringContaining('edges.default: is the edge under "ingressController" already'),
      ]),
    );
  });

  it("have a name that an app can mistake, which is said with all else that is wrong with it", () => {
    const auth = facade(newStack(), { edges: toNew });

    expect(inputErrors(() => auth.protect("shop", { ...shop, host: "https://shop", edge: "knew" }))).toEqual([
      expect.stringContaining("host:"),
      expect.stringContaining('edge: "knew" is no edge of this stack (did you mean "new"?)'),
    ]);
  });
});
