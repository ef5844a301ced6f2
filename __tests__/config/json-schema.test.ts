import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import Ajv from "ajv";
import { andThen, instead, SHORTEST } from "../support/config-texts";
import { ROOT } from "../support/files";

const shipped = readFileSync(join(ROOT, "config.schema.json"), "utf8");

/** Where an editor would underline something. */
function underlined(text: string): string[] {
  const validate = new Ajv({ allErrors: true }).compile(JSON.parse(shipped) as object);
  void validate(parse(text));
  return (validate.errors ?? []).map(({ dataPath, keyword }) => `${dataPath} ${keyword}`);
}

describe("an editor with the JSON Schema", () => {
  const files = readdirSync(join(ROOT, "examples")).filter((file) => file.endsWith(".yaml"));

  it.each(["entra-ingress-auth.yaml", ...files.map((file) => `examples/${file}`)])(
    "is content with %s",
    (file) => {
      expect(underlined(readFileSync(join(ROOT, file), "utf8"))).toEqual([]);
    },
  );

  it.each([
    SHORTEST,
    instead("port: 9898", 'port: "${PORT:-9898}"'),
    instead("podinfo.example.com", '"${HOST}"'),
    instead("kind: ingress-nginx", "kind: ${KIND}"),
    andThen("    api: ${API}\n"),
    instead("port: 9898", "port: http"),
    instead("port: 9898", "port: '${PORT}'"),
    andThen("authProxy: { replicas: '${N}', session: { lifetime: '${L:-8h}' } }\n"),
    `$schema: ./config.schema.json\n${SHORTEST}`,
  ])("is content with %j", (text) => {
    expect(underlined(text)).toEqual([]);
  });

  it.each([
    ["an unknown key", andThen("stak: x\n"), [" additionalProperties"]],
    ["a missing section", "entra: { accessGroup: { name: a } }\n", [" required"]],
    [
      "a flag that does not work here",
      andThen("authProxy: { extraFlags: { upstream: http://a } }\n"),
      [
        ".authProxy.extraFlags enum",
        ".authProxy.extraFlags propertyNames",
        // Nor is it the other form, of an auth proxy that somebody else runs.
        ".authProxy additionalProperties",
        ".authProxy required",
        ".authProxy anyOf",
      ],
    ],
    ["a host with a scheme", instead("podinfo.example.com", "https://a.b"), [".apps[0].host pattern"]],
    ["a host in upper case", instead("podinfo.example.com", "A.b"), [".apps[0].host pattern"]],
    ["a stack that is a number", andThen("stack: 5\n"), [".stack type"]],
    ["no apps", instead(/apps:[^]*/.exec(SHORTEST)?.[0] ?? "", "apps: []\n"), [".apps minItems"]],
    [
      "a size that nginx does not read",
      instead("kind: ingress-nginx", "kind: ingress-nginx\n  requestHeaderLimit: 8kb"),
      [".ingressController.requestHeaderLimit pattern"],
    ],
    [
      "an unknown controller",
      instead("kind: ingress-nginx", "kind: kong"),
      [".ingressController.kind enum", ".ingressController.kind pattern", ".ingressController.kind anyOf"],
    ],
    [
      "a port that is a word",
      instead("kind: ingress-nginx", "kind: ingress-nginx\n  httpsPort: https"),
      [
        ".ingressController.httpsPort type",
        ".ingressController.httpsPort pattern",
        ".ingressController.httpsPort anyOf",
      ],
    ],
    [
      "a port by a name that Kubernetes does not take",
      instead("port: 9898", "port: HTTP"),
      [
        ".apps[0].service.port type",
        ".apps[0].service.port pattern",
        ".apps[0].service.port anyOf",
        // Nor is it the other form, a name.
        ".apps[0].service.port pattern",
        ".apps[0].service.port anyOf",
      ],
    ],
  ])("underlines %s", (_what, text, places) => {
    expect(underlined(text)).toEqual(places);
  });
});
