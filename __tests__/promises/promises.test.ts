import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, configWarnings, parseConfig, type Config } from "../../lib/config";
import { IngressController } from "../../lib";
import { synthesize } from "../../lib/synthesize";
import { inTemporaryFolder, type TerraformJson } from "../support/files";

/*
 * Files that promise what an edge, a cluster or Entra would not keep. Each is refused with the reason, or the stack does
 * what it says; the first lines of a file say what is at stake.
 */
const FOLDER = join(__dirname, "files");
const AUTH_URL = "nginx.ingress.kubernetes.io/auth-url";

function read(file: string, change: (text: string) => string = (text) => text): Config {
  return parseConfig(change(readFileSync(join(FOLDER, file), "utf8")), {}, file);
}

function refusals(file: string, change?: (text: string) => string): string[] {
  try {
    read(file, change);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(({ line, message }) => `${line}: ${message}`);
    }
    throw error;
  }
}

interface Ingress {
  readonly depends_on?: readonly string[];
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly rule: readonly {
      readonly host: string;
      readonly http?: { readonly path: { path: string }[] };
    }[];
  };
}

function stackOf(file: string, change?: (text: string) => string): TerraformJson {
  return inTemporaryFolder((outdir) => {
    const synthesized = synthesize(read(file, change), { outdir });
    return JSON.parse(readFileSync(synthesized.file, "utf8")) as TerraformJson;
  });
}

/** The Ingresses of a stack by address, and each address by host and path. */
function ingressesOf({ resource }: TerraformJson) {
  const all = (resource.kubernetes_ingress_v1 ?? {}) as unknown as Record<string, Ingress>;
  const addresses = Object.fromEntries(
    Object.entries(all).map(([id, { spec }]) => [
      `${spec.rule[0]?.host}${spec.rule[0]?.http?.path[0]?.path}`,
      `kubernetes_ingress_v1.${id}`,
    ]),
  );
  return {
    all: Object.values(all),
    addresses,
    at: (where: string) => all[addresses[where]?.slice(22) ?? ""],
  };
}

/** Says that what is read otherwise by other apps is no danger here, to look at the rest of a file. */
const normalized = (text: string): string =>
  text.replace(/^( +)service: (\{.*\})$/gm, "$1service: $2\n$1normalizesPaths: true");

/** Every file that is refused, with the line and the reason. */
const REFUSED: readonly (readonly [file: string, ...reasons: RegExp[]])[] = [
  [
    "01-traefik-router-collision.yaml",
    /^11: .*different rules and one Service.*"\/x\/\.\.%2fadmin" has the rule of "\/"/,
  ],
  ["02-traefik-collision-one-app.yaml", /^11: .*\/public.*different rules/, /^11: .*\/api.*different rules/],
  ["04-roles-extra-audience.yaml", /^10: do not go together with roles/, /^15: .*different rules/],
  ["05-fastcgi-forged-headers.yaml", /^10: .*takes one of HTTP, HTTPS, AUTO_HTTP, GRPC, GRPCS/],
  ["06-helm-expression-injection.yaml", /^10: .*is not the value of a label or taint/],
  ["08-cross-app-order.yaml", /^15: .*\/docs\/internal.*different rules/, /^15: .*\/admin.*different rules/],
  [
    "12-traefik-skips-path.yaml",
    /^11: .*different rules/,
    /^13: .*Traefik skips an Ingress with such a path/,
  ],
  ["accepted-03-redis-secret-in-made-ns.yaml", /^14: the Secret "redis" has to be in the namespace/],
  ["accepted-75-smart-quotes.yaml", /^9: .*has typographic quotes around it/],
  ["accepted-A9-user-zero-width.yaml", /^9: "alice@contoso\.com\\u200b" has the invisible character U\+200B/],
  ["accepted-B7-same-ns-create-default.yaml", /^14: "default" is a namespace that every cluster has/],
  [
    "accepted-E2-existing-secret-new-app-create-ns.yaml",
    /^7: names a Secret with the client secret of an application that this stack is only about to make/,
    /^7: the Secret "cred" has to be in the namespace/,
  ],
  ["field-02-corporate-ca.yaml", /^6: .*use "caBundle"/, /^6: .*use "caBundle"/],
  ["field-14-metrics.yaml", /^6: .*use "metrics", which says who scrapes$/],
  ["field-15-traefik-upstream-vhost.yaml", /^11: .*sent to sign in at the app's internal name/],
  ["field-16-traefik-ignored-annotations.yaml", ...Array.from({ length: 7 }, () => /is not read by Traefik/)],
  ["field-17b-app-owns-oauth2.yaml", /^10: .*lies under \/oauth2.*authProxy\.proxyPrefix/],
  ["field-38-log-file.yaml", /^6: .*read-only file system/],
  ...["at", "cafe", "colon", "plus", "tilde"].map(
    (name) =>
      [
        `path-${name}.yaml`,
        /^20: .*ingress-nginx's admission webhook refuses such a path \(strict-validate-path-type/,
        /^21: .*ingress-nginx's admission webhook refuses such a path/,
      ] as const,
  ),
  ["t1-after.yaml", /^20: .*different rules/],
  ["t6-moved.yaml", /^20: .*different rules/],
  [
    "t12-exact-and-prefix.yaml",
    /^20: .*both a path with everything below it and a path alone/,
    /^20: .*different rules/,
  ],
  ["t16-front-page-public.yaml", /^16: .*for a public front page make "\/" public with everything below it/],
  ["traefik-class-open.yaml", /^6: "traefik" is the class of Traefik's own provider/],
];

/** Every file that is right, each looked at below. */
const RIGHT = [
  "03-foreign-proxy-ignores-access-group.yaml",
  "07-flag-value-leaks-cookie-secret.yaml",
  "10-external-same-host.yaml",
  "11-first-rule-widens-external.yaml",
  "accepted-16-podLabels-empty.yaml",
  "field-21-aks-app-routing.yaml",
  "field-49-allowlist-alias.yaml",
  "library-foreign-proxy.yaml",
  "t1-before.yaml",
  "t2-apipaths.yaml",
  "t9-after.yaml",
];
/** Refused with all of its mistakes at once. */
const MANY = "said-without-a-line.yaml";

describe("files that promise what would not be kept", () => {
  it("are all looked at", () => {
    expect([...REFUSED.map(([file]) => file), ...RIGHT, MANY].sort()).toEqual(readdirSync(FOLDER).sort());
  });

  it.each(REFUSED.map(([file, ...reasons]) => ({ file, reasons })))(
    "$file is refused",
    ({ file, reasons }) => {
      expect(refusals(file)).toEqual(reasons.map((reason) => expect.stringMatching(reason) as unknown));
    },
  );

  it.each(RIGHT)("%s is right", (file) => {
    expect(refusals(file)).toEqual([]);
  });
});

describe("what a file promises", () => {
  it.each([
    ["01-traefik-router-collision.yaml", 5],
    ["02-traefik-collision-one-app.yaml", 6],
  ])("is kept on Traefik, for which no two Ingresses are one: %s", (file, count) => {
    const { all } = ingressesOf(stackOf(file, normalized));
    const traefik = IngressController.traefik();

    const keys = all.map(({ metadata: { name, namespace } }) => traefik.objectKey(namespace, name));
    expect(all).toHaveLength(count);
    expect(new Set(keys).size).toBe(count);
  });

  it.each(["03-foreign-proxy-ignores-access-group.yaml", "library-foreign-proxy.yaml"])(
    "is asked of a proxy that somebody else runs: %s",
    (file) => {
      const { all } = ingressesOf(stackOf(file));

      const urls = all.flatMap(({ metadata }) => metadata.annotations[AUTH_URL] ?? []);
      expect(urls.length).toBeGreaterThan(0);
      expect(urls.filter((url) => !/\?allowed_groups=.+/.test(url))).toEqual([]);
    },
  );

  it("is asked of the proxy by an Ingress of somebody else, whatever rules come later", () => {
    const { output } = stackOf("11-first-rule-widens-external.yaml");

    expect(output.ingress_annotations?.value).toMatchObject({
      grafana: { [AUTH_URL]: expect.stringMatching(/\?allowed_groups=.+/) as unknown },
    });
  });

  it("is no secret in an argument", () => {
    const text = JSON.stringify(stackOf("07-flag-value-leaks-cookie-secret.yaml"));

    expect(text).toContain("--acr-values=$$(OAUTH2_PROXY_COOKIE_SECRET)");
  });

  it("holds for narrower paths first, over all apps of a host", () => {
    const { addresses, at } = ingressesOf(stackOf("08-cross-app-order.yaml", normalized));

    expect(at("shop.example.com/docs")?.depends_on).toEqual([addresses["shop.example.com/docs/internal"]]);
    expect([...(at("shop.example.com/")?.depends_on ?? [])].sort()).toEqual(
      [addresses["shop.example.com/admin"], addresses["shop.example.com/docs"]].sort(),
    );
  });

  it("is said of what may be read otherwise", () => {
    expect(configWarnings(read("10-external-same-host.yaml")).map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/"shop\.example\.com\/status" is public beside protected/),
      ]),
    );
    expect(configWarnings(read("accepted-16-podLabels-empty.yaml"))).toEqual([
      expect.objectContaining({ path: ["ingressController", "podLabels"] }),
    ]);
  });

  it("lets the Pods of AKS' app routing ask", () => {
    const { resource } = stackOf("field-21-aks-app-routing.yaml");

    expect(JSON.stringify(resource.kubernetes_network_policy_v1)).toContain('"match_labels":{"app":"nginx"}');
  });
});

describe("a change of a file", () => {
  const addressOf = (file: string, change?: (text: string) => string): string | undefined =>
    ingressesOf(stackOf(file, change)).addresses["podinfo.example.com/admin"];

  it("is a change in place where a path gets a rule, or answers programs", () => {
    const before = addressOf("t1-before.yaml");

    expect(before).toMatch(/^kubernetes_ingress_v1\.auth_ingresses_podinfoexamplecom_admin_/);
    expect(addressOf("t1-after.yaml", normalized)).toBe(before);
    expect(addressOf("t2-apipaths.yaml")).toBe(before);
  });

  it("goes through what is there until what takes its place is", () => {
    const before = ingressesOf(stackOf("t6-moved.yaml", normalized));
    const after = ingressesOf(stackOf("t9-after.yaml"));

    // Terraform destroys the narrower Ingress after it has changed the wider one, which depends on it.
    expect(before.at("podinfo.example.com/")?.depends_on).toEqual([
      before.addresses["podinfo.example.com/admin"],
    ]);
    expect(before.at("podinfo.example.com/admin")).toMatchObject({
      lifecycle: { create_before_destroy: true },
    });
    expect(after.addresses["podinfo.example.com/"]).toBe(before.addresses["podinfo.example.com/"]);
  });
});
