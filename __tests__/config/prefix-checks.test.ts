import { modelOf } from "../../lib/config/model";
import { decide } from "../../lib/model/decide";
import { accepted, andThen, complaints } from "../support/config-texts";

const LIES =
  "where the auth proxy answers on every protected host; use another path, or, where the app itself answers there, give the auth proxy another one: authProxy.proxyPrefix";
const OWNER = andThen("    publicPaths: [/oauth2/authorization, /login/oauth2]\n");

describe("a config whose app answers below /oauth2 itself", () => {
  it("is told where its paths say so", () => {
    expect(complaints(OWNER)).toEqual([
      `config.yaml:10:19: apps[0].publicPaths[0]: "/oauth2/authorization" lies under /oauth2, ${LIES}: /auth-proxy`,
    ]);
  });

  it("is told whatever else is wrong with the app and the file", () => {
    const text = andThen("    paths: [/oauth2, 5]\n    tls: 5\nauthProxy: { replicas: 0 }\n");

    expect(complaints(text)).toEqual(
      expect.arrayContaining([expect.stringContaining('apps[0].paths[0]: "/oauth2" lies under /oauth2')]),
    );
  });

  it.each([
    "{ proxyPrefix: /sign-in }",
    "{ service: { namespace: a, name: b, port: 1 }, proxyPrefix: /sign-in }",
  ])("may have it with another prefix: %s", (authProxy) => {
    expect(complaints(`${OWNER}authProxy: ${authProxy}\n`)).toEqual([]);
    expect(accepted(`${OWNER}authProxy: ${authProxy}\n`).authProxy).toMatchObject({
      proxyPrefix: "/sign-in",
    });
  });

  it("promises the sign-in there, and /oauth2 to the app", () => {
    const model = modelOf(accepted(`${OWNER}authProxy: { proxyPrefix: /sign-in }\n`));
    const nobody = (path: string): string =>
      decide(model, { host: "podinfo.example.com", path }, { kind: "nobody" }).answer;

    expect(model.signIn.prefix).toBe("/sign-in");
    expect(["/sign-in/callback", "/oauth2/authorization", "/oauth2/other"].map(nobody)).toEqual([
      "auth-proxy",
      "public",
      "sign-in",
    ]);
  });

  it("has the other prefix refused as a path in its place", () => {
    const text = andThen(
      "    publicPaths: [{ path: /sign-in/x, pathType: Exact }]\nauthProxy: { proxyPrefix: /sign-in }\n",
    );

    expect(complaints(text)).toEqual([
      `config.yaml:10:21: apps[0].publicPaths[0].path: "/sign-in/x" lies under /sign-in, ${LIES}: /auth-proxy`,
    ]);
  });

  it("has a prefix refused that is none", () => {
    expect(complaints(`${OWNER}authProxy: { proxyPrefix: / }\n`)).toEqual([
      'config.yaml:11:14: authProxy.proxyPrefix: "/" would take every path of every app; write one such as /auth-proxy',
    ]);
  });
});
