import {
  PROVIDERS,
  providerSource,
  providerVersion,
  testedVersions,
  type ProviderName,
} from "../../lib/terraform/provider-rules";

const NAMES: ProviderName[] = ["azuread", "kubernetes", "helm", "random", "time"];

describe("the versions of the providers", () => {
  it("are the newest of each that are tested, exactly", () => {
    expect(Object.entries(PROVIDERS).map(([name, { version }]) => `${name} ${version}`)).toEqual([
      "azuread 3.9.0",
      "kubernetes 3.2.1",
      "helm 3.1.2",
      "random 3.9.0",
      "time 0.14.0",
    ]);
  });

  it.each(NAMES)("have a default, a range and an example for %s that may be written", (name) => {
    const { range, example } = testedVersions(name);

    expect([PROVIDERS[name].version, range, example].map(providerVersion(name))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("the version of a provider", () => {
  it.each<[ProviderName, string]>([
    ["azuread", "3.7.0"],
    ["azuread", "~> 3.9"],
    ["azuread", ">= 3.7, < 4"],
    ["azuread", ">= 3.7, < 4, != 3.8.0"],
    ["kubernetes", "~> 3.2.1"],
    ["kubernetes", ">= 3.2.1, < 4"],
    ["kubernetes", "~> 3.3"],
    ["helm", "~> 3.1"],
    ["random", "~> 3.7"],
    ["time", "~> 0.13"],
  ])("of %s may be %j", (name, value) => {
    expect(providerVersion(name)(value)).toBeUndefined();
  });

  const AZUREAD = 'write a constraint within ">= 3.7.0, < 4.0.0", such as "~> 3.9.0"';
  const KUBERNETES =
    'which is before 3.2.1: with earlier ones a Deployment whose first rollout fails can then neither be planned, changed nor destroyed by Terraform 1.12 and later; write a constraint within ">= 3.2.1, < 4.0.0", such as "~> 3.2.1"';
  const MAJOR =
    "or later, with which no stack is tested: another major version may change what arguments mean";

  it.each<[ProviderName, string, string]>([
    [
      "azuread",
      "2.53.1",
      `"2.53.1" admits azuread 2.53.1, which is before 3.7.0: earlier ones lack arguments that a stack writes; ${AZUREAD}`,
    ],
    [
      "azuread",
      "~> 3.6",
      `"~> 3.6" admits azuread 3.6.0, which is before 3.7.0: earlier ones lack arguments that a stack writes; ${AZUREAD}`,
    ],
    [
      "azuread",
      "< 4",
      `"< 4" admits azuread 0.0.0, which is before 3.7.0: earlier ones lack arguments that a stack writes; ${AZUREAD}`,
    ],
    ["azuread", ">= 3.9", `">= 3.9" admits azuread 4.0.0 ${MAJOR}; ${AZUREAD}`],
    ["azuread", ">= 3.9, <= 4", `">= 3.9, <= 4" admits azuread 4.0.0 ${MAJOR}; ${AZUREAD}`],
    ["azuread", "~> 4.0", `"~> 4.0" admits azuread 4.0.0 ${MAJOR}; ${AZUREAD}`],
    ["kubernetes", "2.38.0", `"2.38.0" admits kubernetes 2.38.0, ${KUBERNETES}`],
    ["kubernetes", "~> 3.2", `"~> 3.2" admits kubernetes 3.2.0, ${KUBERNETES}`],
    [
      "helm",
      ">= 3.1 < 4",
      '">= 3.1 < 4" is no version constraint of Terraform, whose parts have one operator and a released version each, with "," between them; write one such as "~> 3.1.2" or ">= 3.1.0, < 4.0.0"',
    ],
    ["random", "> 3.9, < 3.8", '"> 3.9, < 3.8" admits no version at all; write one such as "~> 3.9.0"'],
  ])("of %s is not %j", (name, value, message) => {
    expect(providerVersion(name)(value)).toBe(message);
  });
});

describe("the source of a provider", () => {
  it.each([
    "hashicorp/azuread",
    "registry.example.com/hashicorp/azuread",
    "registry.example.com:8443/mirror/azuread",
    "contoso/azuread",
  ])("may be %j", (value) => {
    expect(providerSource("azuread")(value)).toBeUndefined();
  });

  const EXAMPLES = '"hashicorp/azuread" or, for a mirror, "registry.example.com/hashicorp/azuread"';

  it.each([
    [
      "https://registry.example.com/hashicorp/azuread",
      `is a URL; source takes an address such as ${EXAMPLES}`,
    ],
    ["azuread", `is no source address of a provider; write one such as ${EXAMPLES}`],
    ["registry/hashicorp/azuread", `is no source address of a provider; write one such as ${EXAMPLES}`],
    ["a/b/c/azuread", `is no source address of a provider; write one such as ${EXAMPLES}`],
    ["hashicorp/azuread/", `is no source address of a provider; write one such as ${EXAMPLES}`],
    ["Hashicorp/azuread", `is no source address of a provider; write one such as ${EXAMPLES}`],
    [
      "hashicorp/azurerm",
      `is the address of a provider "azurerm"; write one that ends in "/azuread", such as ${EXAMPLES}`,
    ],
  ])("is not %j", (value, message) => {
    expect(providerSource("azuread")(value)).toBe(`"${value}" ${message}`);
  });
});
