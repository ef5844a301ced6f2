import { App, Testing } from "cdktf";
import { summary } from "../../bin/summary";
import { configuredStack, Gateway } from "../../lib";
import { ConfigError, parseConfig } from "../../lib/config";
import { configWarnings } from "../../lib/config/warnings";

const GATEWAY = "gateway: { kind: standard, name: public, namespace: gateways }";

/** A file, given what stands beside the Gateway and below the app. */
const file = (rest = "", app = "", entra = "accessGroup: { name: staff }"): string => `
entra: { ${entra} }
${GATEWAY}
${rest}
apps:
  - name: shop
    host: shop.example.com
    service: { namespace: shop, name: web, port: 80 }
    normalizesPaths: true${app}
`;

function problemsOf(text: string): string[] {
  try {
    parseConfig(text, {}, "file.yaml");
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.message.split("\n").map((line) => line.replace(/^file\.yaml:\d+:\d+: /, ""));
    }
    throw error;
  }
  return [];
}

describe("a file that names a Gateway of which only the standard is known", () => {
  it("comes to what the facade takes", () => {
    const { auth } = configuredStack(
      Testing.stubVersion(new App({ stackTraces: false })),
      parseConfig(file(), {}),
    );

    expect(JSON.stringify(auth.edges.default)).toBe(
      JSON.stringify(Gateway.standard({ name: "public", namespace: "gateways" })),
    );
  });

  it("is told all at once what cannot be in the path, and at its place", () => {
    const problems = problemsOf(
      file(
        `authCheck: public-host
signIn: { host: login.example.com, cookieDomain: example.com }
authProxy: { helm: {}, bufferSize: 128k }`,
        `
    cors: { origins: ["https://www.example.com"] }
    tls: { secretName: shop-tls }`,
      ),
    );

    expect(problems).toEqual([
      expect.stringMatching(/^authCheck: "public-host" is for an edge that asks/),
      expect.stringMatching(/^signIn: is not possible where the auth proxy stands in the path/),
      expect.stringMatching(/^authProxy\.helm: is not possible yet/),
      expect.stringMatching(/^authProxy\.bufferSize: is the size of a buffer/),
      expect.stringMatching(/^apps\[0\]\.cors: is not possible behind every Gateway/),
      expect.stringMatching(/^apps\[0\]\.tls\.secretName: is the business of the Gateway/),
    ]);
    expect(problemsOf(file("authProxy: { service: { namespace: auth, name: proxy, port: 80 } }"))).toEqual([
      expect.stringMatching(/^authProxy\.service: is not possible where the auth proxy stands in the path/),
    ]);
  });

  it("has one rule for all paths of a host, and hears of others at their places", () => {
    const entra = "accessGroup: { name: staff }, groups: [{ name: admins }]";
    const admins = "access: { groups: [{ name: admins }] }";

    expect(
      problemsOf(
        file(
          "",
          `
    paths: [/, { path: /admin, ${admins} }]
  - name: wiki
    host: shop.example.com
    paths: [/wiki]
    service: { namespace: wiki, name: wiki, port: 80 }
    ${admins}
  - name: reports
    host: reports.example.com
    service: { namespace: wiki, name: reports, port: 80 }
    ${admins}`,
          entra,
        ),
      ),
    ).toEqual([
      expect.stringMatching(/^apps\[0\]\.paths.*: "\/admin" has another rule than "\/"/),
      expect.stringMatching(/^apps\[1\]\.host: "shop\.example\.com" is the host of app "shop" too/),
    ]);
  });

  it("counts the auth proxies in the summary, and says which namespaces have routes", () => {
    const text = (app: string): string =>
      summary(
        {
          stack: configuredStack(
            Testing.stubVersion(new App({ stackTraces: false })),
            parseConfig(file("", app), {}),
          ),
          file: "cdk.tf.json",
        },
        undefined,
      ).replace(/\u001b\[\d+m/g, "");

    expect(text("")).toMatch(/Auth proxies +one before each app: oauth2-proxy-shop\n/);
    expect(text("")).toContain('HTTPRoutes from "oauth2-proxy" (allowedRoutes)');
    expect(text("\n    publicPaths: [/docs]")).toContain('HTTPRoutes from "shop", "oauth2-proxy"');
  });

  const warningsOf = (text: string): string[] =>
    configWarnings(parseConfig(text, {})).map(({ message }) => message);

  it("is warned of a public path by which a protected one could be reached, unless the Gateway tidies paths", () => {
    const around = expect.stringMatching(
      /"shop\.example\.com\/docs" is public beside protected paths.*"\/docs\/\.\.\/" would have the rule of "\/docs".*for the gateway/,
    );
    const app = "\n    publicPaths: [/docs]";

    expect(warningsOf(file("", app))).toContainEqual(around);
    expect(warningsOf(file("", "\n    publicPaths: [{ path: /docs, pathType: Exact }]"))).not.toContainEqual(
      around,
    );
    expect(
      warningsOf(file("", app).replace("gateways }", "gateways, normalizesPaths: true }")),
    ).not.toContainEqual(around);
  });

  it("has no protected path within a public one, unless the Gateway tidies paths", () => {
    const text = file(
      "",
      `
    paths: [/admin]
    publicPaths: [/]`,
    );

    expect(problemsOf(text)).toEqual([
      expect.stringMatching(
        /^apps\[0\]\.paths.*: "shop\.example\.com\/admin" lies within "\/", which is public.*"\/\/admin" would have the rule of "\/".*for the gateway/,
      ),
    ]);
    expect(problemsOf(text.replace("gateways }", "gateways, normalizesPaths: true }"))).toEqual([]);
    for (const kind of ["traefik", "envoy-gateway"]) {
      const known = GATEWAY.replace("standard", kind).replace(" }", ", normalizesPaths: true }");
      expect(problemsOf(text.replace(GATEWAY, known))).toEqual([
        expect.stringMatching(/^gateway\.normalizesPaths: is known of/),
      ]);
    }
  });
});
