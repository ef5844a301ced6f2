import { AuthProxy } from "../../lib/oauth2-proxy/auth-proxy";
import { logFlags } from "../../lib/oauth2-proxy/log-format";
import { only, providedStack, proxyProps, resourcesOf } from "../support/auth-proxy";
import { andThen, complaints } from "../support/config-texts";

/*
 * That what comes of the templates is JSON, whatever people send, is tried with the real oauth2-proxy in
 * lab/e2e/scenarios/measured.ts.
 */
describe("a log in JSON", () => {
  const flags = logFlags("json", "/auth-proxy");

  it("writes each field as JSON, and numbers as numbers", () => {
    const form = String(flags["request-logging-format"]).replace(/^.*\{\{end\}\}(?=\{")/, "");

    // THEN it is JSON once each field has a value
    const text = form.replace(/\{\{template "[tq]" \.(\w+)\}\}/g, '"<$1>"').replace(/\{\{\.\w+\}\}/g, "7");
    expect(JSON.parse(text.replace(/\{\{slice .*?\}\}/g, "9"))).toEqual({
      time: "9-9-9T9Z",
      log: "request",
      status: 7,
      user: "<Username>",
      client: "<Client>",
      host: "<Host>",
      method: "<RequestMethod>",
      protocol: "<Protocol>",
      requestId: "<RequestID>",
      userAgent: "<UserAgent>",
      uri: "<RequestURI>",
      upstream: "<Upstream>",
      bytes: 7,
      seconds: 7,
    });
  });

  it("has the same form in all three logs, in UTC, and leaves out the request with the code of a sign-in", () => {
    expect(Object.keys(flags)).toEqual([
      "standard-logging-format",
      "auth-logging-format",
      "request-logging-format",
      "logging-local-time",
      "exclude-logging-path",
    ]);
    expect(flags["exclude-logging-path"]).toBe("/auth-proxy/callback");
    expect(flags["logging-local-time"]).toBe(false);
    expect(logFlags("text", "/oauth2")).toEqual({});
  });

  it.each([{}, { helm: {} }])("goes to the Pods of both forms", (form) => {
    const stack = providedStack();
    new AuthProxy(stack, "proxy", proxyProps({ logFormat: "json", ...form }));
    const resources = resourcesOf(stack);
    const [type] = Object.keys(resources).filter((one) => /deployment|helm_release/.test(one));

    expect(JSON.stringify(only(resources, type ?? ""))).toContain("--auth-logging-format={{define");
  });

  it("has no other form beside it", () => {
    const text = (format: string): string[] =>
      complaints(
        andThen(
          `authProxy: { logFormat: ${format}, extraFlags: { standard-logging-format: "{{.Message}}" } }\n`,
        ),
      );

    expect(text("text")).toEqual([]);
    expect(text("json")).toEqual([
      'config.yaml:10:45: authProxy.extraFlags.standard-logging-format: is the form of a log that logFormat "json" writes; keep one of the two',
    ]);
    expect(() => {
      const extraFlags = { "--auth-logging-format": "{{.Message}}" };
      new AuthProxy(providedStack(), "proxy", proxyProps({ logFormat: "json", extraFlags }));
    }).toThrow(/extraFlags\.--auth-logging-format: is the form of a log that logFormat "json" writes/);
  });
});
