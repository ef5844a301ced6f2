import * as library from "../lib";
import * as config from "../lib/config";
import { publicApi, type PublicApi } from "./support/public-api";

describe("what the package exports", () => {
  let api: PublicApi;
  beforeAll(() => {
    api = publicApi(["lib/index", "lib/config/index"]);
  }, 300_000);

  it("has a sentence for everything and for each of its members", () => {
    expect(api.members).toBeGreaterThan(400);
    expect(api.undocumented).toEqual([]);
  });

  it("says of every optional prop what holds without it", () => {
    expect(api.withoutDefault).toEqual([]);
  });

  it("is every type that a public signature mentions", () => {
    expect(api.notExported).toEqual([]);
  });

  it("is no more than these values", () => {
    // Whoever imports one of them relies on it: taking one away is a breaking change.
    expect(Object.keys(library).sort()).toEqual([
      "AccessGroup",
      "AppRegistration",
      "AppRole",
      "AuthProxy",
      "ClientSecret",
      "ControllerDescription",
      "DEFAULT_PROXY_PREFIX",
      "EntraIngressAuth",
      "Gateway",
      "GitHubIngressAuth",
      "IDENTITIES",
      "IngressController",
      "InputError",
      "MachineClient",
      "ProtectedApp",
      "SignInIngress",
      "annotationRule",
      "authUrl",
      "callbackUri",
      "configuredStack",
      "decide",
      "existingClientSecret",
      "identityHeadersOf",
      "joinedKey",
      "joinedServiceKey",
      "movedFrom",
      "nginxAnnotations",
      "optionalUrl",
      "requireProviders",
      "resolve",
      "serviceUrl",
      "strictPath",
      "synthesize",
      "synthesizeAll",
    ]);
    expect(Object.keys(config).sort()).toEqual([
      "ConfigError",
      "checkConfigs",
      "configWarnings",
      "loadConfig",
      "loadConfigs",
      "parseConfig",
      "readUsers",
    ]);
  });
});
