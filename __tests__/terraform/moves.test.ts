import { TerraformResource, TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { EntraIngressAuth, IngressController, movedFrom } from "../../lib";

/** A stack with a facade below constructs of these ids. */
function stackAt(path: string): { stack: TerraformStack; auth: EntraIngressAuth; outer: Construct } {
  const stack = new TerraformStack(Testing.app(), "stack");
  new AzureadProvider(stack, "azuread");
  new KubernetesProvider(stack, "kubernetes");
  const ids = path.split("/");
  const outer = ids.slice(0, -1).reduce<Construct>((scope, id) => new Construct(scope, id), stack);
  const auth = new EntraIngressAuth(outer, ids.at(-1) ?? "", {
    accessGroup: { name: "staff", users: ["alice@contoso.com"] },
    ingressController: IngressController.ingressNginx(),
  });
  auth.protect("shop", {
    host: "shop.contoso.com",
    paths: ["/", { path: "/admin", access: { users: ["alice@contoso.com"] } }],
    service: { namespace: "shop", name: "shop", port: 80 },
    normalizesPaths: true,
  });
  return { stack, auth, outer };
}

interface Move {
  readonly from: string;
  readonly to: string;
}

function synth(stack: TerraformStack): { moved: Move[]; addresses: string[] } {
  const json = JSON.parse(Testing.synth(stack, true)) as {
    moved: Move[];
    resource: Readonly<Record<string, object>>;
  };
  return {
    moved: json.moved,
    addresses: Object.entries(json.resource).flatMap(([type, blocks]) =>
      Object.keys(blocks).map((name) => `${type}.${name}`),
    ),
  };
}

/** What Terraform reads of each resource, without what cdktf notes for itself and where data sources stand. */
function resourcesOf(stack: TerraformStack): unknown {
  const text = Testing.synth(stack, true).replace(/data\.azuread_client_config\.[\w-]+/g, "data");
  return (
    JSON.parse(text, (key: string, value: unknown) => (key === "//" ? undefined : value)) as {
      resource: unknown;
    }
  ).resource;
}

/** Where a resource of an earlier state is after Terraform has followed the moves. */
function followed(address: string, moved: readonly Move[]): string {
  const move = moved.find(({ from }) => from === address);
  return move === undefined ? address : followed(move.to, moved);
}

describe("movedFrom", () => {
  it.each(["platform/auth", "platform/inner/other-id", "login"])(
    "takes every resource of a facade from its former place to %s",
    (path) => {
      // GIVEN
      const before = synth(stackAt("auth").stack);

      // WHEN
      const { stack, auth } = stackAt(path);
      movedFrom(auth, "auth");
      const after = synth(stack);

      // THEN
      expect(before.addresses.map((address) => followed(address, after.moved)).sort()).toEqual(
        after.addresses.sort(),
      );
      expect(before.addresses.filter((address) => after.addresses.includes(address))).toEqual([]);
    },
  );

  it("takes what is added later along, and what was elsewhere before it stood at the former place", () => {
    // GIVEN
    const before = synth(stackAt("auth").stack);
    const { stack, auth } = stackAt("platform/auth");

    // WHEN
    movedFrom(auth, "auth");
    auth.protect("late", {
      host: "late.contoso.com",
      service: { namespace: "late", name: "late", port: 80 },
    });

    // THEN
    const { moved, addresses } = synth(stack);
    for (const { from, to } of before.moved) {
      expect(addresses).toContain(followed(to, moved));
      expect(followed(from, moved)).toBe(followed(to, moved));
    }
    expect(addresses.filter((address) => !moved.some(({ to }) => to === address))).toEqual([]);
  });

  it("changes nothing of the resources themselves", () => {
    // GIVEN
    const before = resourcesOf(stackAt("auth").stack);
    const { stack, auth } = stackAt("platform/auth");
    movedFrom(auth, "auth");

    // WHEN
    const after = resourcesOf(stack);

    // THEN
    const taken = synth(stack).moved.reduce((text, { from, to }) => {
      const [former = "", now = ""] = [from, to].map((address) => address.split(".")[1]);
      return text.replaceAll(former, now);
    }, JSON.stringify(before));
    expect(JSON.parse(taken)).toEqual(after);
  });

  it("gives no resource two former addresses, which Terraform would refuse", () => {
    const { stack, auth } = stackAt("platform/auth");
    movedFrom(auth, "auth", "login");

    const { moved } = synth(stack);

    expect(new Set(moved.map(({ to }) => to)).size).toBe(moved.length);
    expect(new Set(moved.map(({ from }) => from)).size).toBe(moved.length);
  });

  it("follows several moves from any of the places", () => {
    const { stack, auth } = stackAt("platform/auth");
    movedFrom(auth, "auth", "one/login");

    const { moved, addresses } = synth(stack);

    for (const place of ["auth", "one/login"]) {
      const former = synth(stackAt(place).stack).addresses;
      expect(former.map((address) => followed(address, moved)).sort()).toEqual(addresses.sort());
    }
  });

  it("takes a whole construct with several facades' worth of resources along", () => {
    const { stack, outer } = stackAt("new/auth");
    movedFrom(outer, "old");

    const { moved } = synth(stack);

    const former = synth(stackAt("old/auth").stack).addresses;
    expect(former.filter((address) => !moved.some(({ from }) => from === address))).toEqual([]);
  });

  it("is written as references in HCL", () => {
    const { stack, auth } = stackAt("platform/auth");
    movedFrom(auth, "auth");
    const [application] = stack.node
      .findAll()
      .filter((node) => TerraformResource.isTerraformResource(node))
      .map(({ terraformResourceType: type, friendlyUniqueId: name }) => `${type}.${name}`)
      .filter((address) => address.startsWith("azuread_application."));

    expect(Testing.synthHcl(stack).replace(/\s+/g, " ")).toMatch(
      new RegExp(`moved \\{ to = ${application} from = azuread_application\\.auth_application_BECCF297 \\}`),
    );
  });

  it.each<[what: string, former: string[], complaint: string]>([
    ["no place", [], 'formerPaths: is empty; name where the construct stood, such as "auth"'],
    [
      "an empty path",
      [""],
      'formerPaths[0]: "" is no path of a construct; write the ids below the stack with "/" between them, such as "platform/auth"',
    ],
    [
      "a path with the stack's slash",
      ["/auth"],
      'formerPaths[0]: "/auth" is no path of a construct; write the ids below the stack with "/" between them, such as "platform/auth"',
    ],
    [
      "the place where it stands",
      ["platform/auth"],
      'formerPaths[0]: "platform/auth" is where the construct stands, or is named twice; name each place where it stood once',
    ],
    [
      "a place twice",
      ["auth", "auth"],
      'formerPaths[1]: "auth" is where the construct stands, or is named twice; name each place where it stood once',
    ],
  ])("refuses %s", (_what, former, complaint) => {
    const { auth } = stackAt("platform/auth");

    expect(() => {
      movedFrom(auth, ...former);
    }).toThrow(`[stack/platform/auth] ${complaint}`);
  });

  it("refuses a second call", () => {
    const { auth } = stackAt("platform/auth");
    movedFrom(auth, "auth");

    expect(() => {
      movedFrom(auth, "login");
    }).toThrow("has been moved already; name all its former paths in one call, the oldest first");
  });

  it("refuses a former place where another facade stands", () => {
    const { stack, outer } = stackAt("auth");
    const moved = new EntraIngressAuth(new Construct(outer, "platform"), "auth", {
      application: { name: "other" },
      accessGroup: { name: "others" },
      authProxy: { name: "other" },
      ingressController: IngressController.ingressNginx(),
      outputs: false,
    });
    movedFrom(moved, "auth");

    expect(() => synth(stack)).toThrow(
      /azuread_application\.auth_application_BECCF297 is still in the stack, so that nothing can have moved from there/,
    );
  });
});
