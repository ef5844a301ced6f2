import { secretValue } from "./late-values";
import { authUrls } from "./late-values";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Lazy, Testing, type TerraformStack } from "cdktf";
import { IDENTITIES } from "../../lib/identity";
import {
  AuthProxy,
  EntraIngressAuth,
  IngressController,
  ProtectedApp,
  type AuthCheck,
  type ProtectedAppContext,
  type ProtectedAppProps,
} from "../../lib";
import { GROUP_ID, providedStack, proxyProps, resourcesOf } from "../support/auth-proxy";
import { blocksOf, inputErrors, newStack, toJson, unknownText } from "../support/construct-stack";
import { terraform } from "../support/terraform";

/*
 * Values that only Terraform knows, read by the real Terraform: what stands in a Secret is given to a resource
 * that is built into it, so that no provider is needed.
 */
const folder = mkdtempSync(join(tmpdir(), "entra-ingress-auth-late-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What of an expression with `var.group` is planned, or the error. */
function planned(name: string, door: string, group: string): string {
  const cwd = join(folder, name.replace(/\W/g, "-"));
  mkdirSync(cwd, { recursive: true });
  writeFileSync(
    join(cwd, "main.tf"),
    `variable "group" { type = string }\nresource "terraform_data" "door" { input = ${door} }\n`,
  );
  const init = terraform(cwd, "init");
  return init.ok ? terraform(cwd, "plan", `-var=group=${group}`).output : init.output;
}

const GROUP_FORM = '"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"';
const HOST_FORM = '"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$"';
const ODD = ["", ",", "a,b", " ", `${GROUP_ID},`, `${GROUP_ID},${GROUP_ID}`, ` ${GROUP_ID}`, "staff"];

describe("an auth proxy on its own, with a group that only Terraform knows", () => {
  const proxied = (): TerraformStack => {
    const stack = providedStack();
    const group = unknownText(stack, "group");
    const allowedGroups = () => [{ id: GROUP_ID }, { id: group }];
    new AuthProxy(stack, "proxy", proxyProps({ allowedGroups }));
    return stack;
  };

  it("holds it against the form of an object id, each by itself", () => {
    expect(secretValue(proxied(), "OAUTH2_PROXY_ALLOWED_GROUPS")).toBe(
      `${GROUP_ID},\${regex(${GROUP_FORM}, var.group)}`,
    );
  });

  it("does the same in HCL", () => {
    expect(Testing.synthHcl(proxied())).toContain(
      `OAUTH2_PROXY_ALLOWED_GROUPS = "${GROUP_ID},\${regex(${GROUP_FORM}, var.group)}"`,
    );
  });

  it("holds a role against the form of a role", () => {
    const stack = providedStack();
    const role = unknownText(stack, "group");
    new AuthProxy(stack, "proxy", proxyProps({ groupsClaim: "roles", allowedGroups: () => [{ id: role }] }));

    expect(secretValue(stack, "OAUTH2_PROXY_ALLOWED_GROUPS")).toBe(
      '${regex("^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$", var.group)}',
    );
  });

  it("holds the names that an identity provider says in the place of groups against theirs", () => {
    const stack = providedStack();
    const identityProvider = {
      traits: IDENTITIES.github,
      clientId: "id",
      signOutUrl: "https://example.com/logout",
      admission: { OAUTH2_PROXY_GITHUB_ORG: unknownText(stack, "group") },
    };
    new AuthProxy(stack, "proxy", proxyProps({ identityProvider, allowedGroups: () => [] }));

    expect(secretValue(stack, "OAUTH2_PROXY_GITHUB_ORG")).toBe(
      '${regex("^[-!-+.-~]+(?:,[-!-+.-~]+)*$", var.group)}',
    );
  });

  it.each(["", ",", "a,,b", " "])("refuses %j of an identity provider at synth", (value) => {
    const stack = providedStack();
    const identityProvider = {
      traits: IDENTITIES.github,
      clientId: "id",
      signOutUrl: "https://example.com/logout",
      admission: { OAUTH2_PROXY_GITHUB_ORG: value },
    };
    new AuthProxy(stack, "proxy", proxyProps({ identityProvider, allowedGroups: () => [] }));

    expect(() => Testing.synth(stack)).toThrow(
      "[stack/proxy] identityProvider.admission: names nobody, which would let everybody in; name somebody",
    );
  });

  it.each(["", ",", "staff"])("refuses %j at synth, where that is known so late", (id) => {
    const stack = providedStack();
    const late = Lazy.stringValue({ produce: () => id });
    new AuthProxy(stack, "proxy", proxyProps({ allowedGroups: () => [{ id: late }] }));

    expect(() => Testing.synth(stack)).toThrow(`[stack/proxy] allowedGroups[0].id: "${id}" is not a GUID`);
  });

  it("takes what is known at synth alone as it is, in lower case as tokens have it", () => {
    const stack = providedStack();
    const late = Lazy.stringValue({ produce: () => GROUP_ID.toUpperCase() });
    new AuthProxy(stack, "proxy", proxyProps({ allowedGroups: () => [{ id: late }] }));

    expect(secretValue(stack, "OAUTH2_PROXY_ALLOWED_GROUPS")).toBe(GROUP_ID);
  });
});

describe("a facade with a group that only Terraform knows", () => {
  it("holds it against its form once, whatever its case, and asks nothing of a group that it makes", () => {
    const stack = newStack();
    const auth = new EntraIngressAuth(stack, "auth", {
      accessGroup: { objectId: unknownText(stack, "group") },
      groups: [{ name: "partners" }],
      ingressController: IngressController.ingressNginx(),
    });
    auth.protect("shop", {
      host: "shop.example.com",
      service: { namespace: "shop", name: "web", port: 80 },
      access: { groups: [{ name: "partners" }] },
    });

    const secrets = blocksOf(toJson(stack).resource, "kubernetes_secret_v1").map(({ data }) => data);

    expect(secrets).toContainEqual({
      OAUTH2_PROXY_ALLOWED_GROUPS: expect.stringMatching(
        /^\$\{regex\("\^\[0-9a-f\][^"]*\$", lower\(var\.group\)\)\},\$\{azuread_group\.\w+(-\w+)*\.object_id\}$/,
      ),
    });
  });
});

describe("an app on its own", () => {
  const check: AuthCheck = {
    service: { namespace: "oauth2-proxy", name: "oauth2-proxy", port: 4180 },
    clusterDomain: "cluster.local",
    via: "cluster",
    proxyPrefix: "/oauth2",
    identityHeaders: ["X-Auth-Request-User"],
    bufferSize: "64k",
  };

  function wiki(
    stack: TerraformStack,
    props: Partial<ProtectedAppProps & ProtectedAppContext>,
  ): ProtectedApp {
    return new ProtectedApp(stack, "wiki", {
      name: "wiki",
      host: "wiki.example.com",
      service: { namespace: "wiki", name: "wiki", port: 80 },
      controller: IngressController.ingressNginx(),
      check,
      ...props,
    });
  }

  it.each(["paths", "publicPaths", "apiPaths"] as const)(
    "takes no path that only Terraform knows, which may be / when it is applied: %s",
    (key) => {
      const stack = newStack();
      const path = unknownText(stack, "path");

      expect(inputErrors(() => wiki(stack, { [key]: [path] }))).toContain(
        `[stack/wiki] ${key}[0]: is a value that only Terraform will know; it must be known at synth`,
      );
    },
  );

  it("holds a group that only Terraform knows against its form, in the auth URL of every path", () => {
    const stack = newStack();
    const group = unknownText(stack, "group");
    wiki(stack, {
      allowed: () => [{ id: GROUP_ID }, { id: group }],
      paths: ["/", "/admin"],
      pathAllowed: [undefined, () => [{ id: group }]],
    });

    const late = '${regex("^[A-Za-z0-9][A-Za-z0-9._:-]*$", var.group)}';
    expect(authUrls(stack).sort()).toEqual([
      `http://oauth2-proxy.oauth2-proxy.svc.cluster.local:4180/oauth2/auth?allowed_groups=${late}`,
      `http://oauth2-proxy.oauth2-proxy.svc.cluster.local:4180/oauth2/auth?allowed_groups=${GROUP_ID},${late}`,
    ]);
  });

  it.each(["", ",", "a,b", "a&allowed_groups=b", " a"])("refuses %j at synth", (id) => {
    const stack = newStack();
    wiki(stack, { allowed: () => [{ id }] });

    expect(() => Testing.synth(stack)).toThrow(
      `[stack/wiki] allowed[0].id: ${JSON.stringify(id)} is no object id, role or team`,
    );
  });

  it("refuses a rule that names nobody", () => {
    const stack = newStack();
    wiki(stack, { paths: ["/", "/admin"], pathAllowed: [undefined, () => []] });

    expect(() => toJson(stack)).toThrow(/would let everybody in/);
  });

  it("is for one host, and not for all where it is empty", () => {
    const stack = newStack();
    wiki(stack, { host: unknownText(stack, "host"), publicPaths: ["/healthz"] });

    const hosts = blocksOf(toJson(stack).resource, "kubernetes_ingress_v1").flatMap(({ spec }) =>
      (spec as { rule: { host: string }[] }).rule.map(({ host }) => host),
    );
    expect(hosts).toHaveLength(2);
    expect(new Set(hosts)).toEqual(new Set([`\${regex(${HOST_FORM}, var.host)}`]));
  });
});

describe("what else decides who gets in", () => {
  it("is another application's client id, held against its form in the proxy's arguments", () => {
    const stack = providedStack();
    const extraAudiences = [unknownText(stack, "audience")];
    new AuthProxy(stack, "proxy", proxyProps({ extraAudiences, bearerTokens: () => true }));

    expect(JSON.stringify(resourcesOf(stack))).toMatch(/--oidc-extra-audience=\$\{[^}]*regex\(/);
  });
});

const version = terraform(folder, "version");
if (version.ok) {
  describe("the real Terraform", () => {
    const inJson = `"\${regex(${GROUP_FORM}, var.group)}"`;

    it.each(ODD)("plans no door for %j", (group) => {
      expect(planned("group", inJson, group)).toMatch(/Error: Error in function call[\s\S]*"regex" failed/);
    });

    it("plans no door for an id in upper case, which no token has", () => {
      const upper = "0F8FAD5B-D9CB-469F-A165-70867728950E";

      expect(planned("group", inJson, upper)).toContain("Error in function call");
      expect(planned("lowered", inJson.replace("var.group", "lower(var.group)"), upper)).toContain(
        upper.toLowerCase(),
      );
    });

    it.each(["", ",", "*.example.com", "example", "Wiki.example.com", "a.example.com/"])(
      "plans no door for the host %j",
      (host) => {
        expect(planned("host", `"\${regex(${HOST_FORM}, var.group)}"`, host)).toContain(
          "Error in function call",
        );
      },
    );

    it("plans a door for one host", () => {
      expect(planned("host", `"\${regex(${HOST_FORM}, var.group)}"`, "wiki.example.com")).toContain(
        '+ input  = "wiki.example.com"',
      );
    });

    it.each(["", ",", "a,b", "a&b", "a b"])("plans no door for %j in an auth URL", (id) => {
      const url = '"https://x/?allowed_groups=${regex("^[A-Za-z0-9][A-Za-z0-9._:-]*$", var.group)}"';

      expect(planned("url", url, id)).toContain("Error in function call");
    });

    it("plans a door for one object id", () => {
      expect(planned("group", inJson, GROUP_ID)).toContain(`+ input  = "${GROUP_ID}"`);
    });

    it.each(["", ",", "a,,b", "a b", "a,"])("plans no door for the names %j", (names) => {
      expect(planned("names", '"${regex("^[-!-+.-~]+(?:,[-!-+.-~]+)*$", var.group)}"', names)).toContain(
        "Error in function call",
      );
    });

    it("plans a door for names", () => {
      expect(planned("names", '"${regex("^[-!-+.-~]+(?:,[-!-+.-~]+)*$", var.group)}"', "a-b,c")).toContain(
        '+ input  = "a-b,c"',
      );
    });
  });
} else {
  it.skip(`the real Terraform is not there: ${version.output}`, () => undefined);
}
