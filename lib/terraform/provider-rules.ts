import { unknownKeyProblems, type Shape } from "../rules/keys";
import { quote, type Place, type Problem, type Rule } from "../rules/rule";
import { admittedBy, compareVersions, isEmptyRange, type Version } from "./version-constraint";

interface ProviderVersions {
  /** What a stack requires unless it says otherwise. */
  readonly version: string;
  /** The first version that is tested. */
  readonly from: Version;
  /** Why no earlier one. */
  readonly whyFrom: string;
  /** The first version that is not. */
  readonly below: Version;
}

const OLDER_ARGUMENTS = "earlier ones lack arguments that a stack writes";

/** The providers that a stack can have, and their versions. */
export const PROVIDERS = {
  azuread: { version: "3.9.0", from: [3, 7, 0], whyFrom: OLDER_ARGUMENTS, below: [4, 0, 0] },
  kubernetes: {
    version: "3.2.1",
    from: [3, 2, 1],
    whyFrom:
      "with earlier ones a Deployment whose first rollout fails can then neither be planned, changed nor destroyed by Terraform 1.12 and later",
    below: [4, 0, 0],
  },
  helm: { version: "3.1.2", from: [3, 1, 0], whyFrom: OLDER_ARGUMENTS, below: [4, 0, 0] },
  random: { version: "3.9.0", from: [3, 7, 0], whyFrom: "earlier ones are not tested", below: [4, 0, 0] },
  time: { version: "0.14.0", from: [0, 13, 0], whyFrom: "earlier ones are not tested", below: [1, 0, 0] },
} as const satisfies Readonly<Record<string, ProviderVersions>>;

/** A Terraform provider that a stack may require. */
export type ProviderName = keyof typeof PROVIDERS;

/** Whether a stack's provider is one of those whose versions are known. */
export function isProviderName(name: string): name is ProviderName {
  return Object.hasOwn(PROVIDERS, name);
}

/** The versions of a provider that are tested, and an example of a constraint among them. */
export function testedVersions(provider: ProviderName): { readonly range: string; readonly example: string } {
  const { version, from, below } = PROVIDERS[provider];
  return {
    range: `>= ${from.join(".")}, < ${below.join(".")}`,
    example: `~> ${version}`,
  };
}

/** A version constraint that admits tested versions of a provider, and no others. */
export function providerVersion(provider: ProviderName): Rule {
  const { from, whyFrom, below }: ProviderVersions = PROVIDERS[provider];
  const { range, example } = testedVersions(provider);
  return (value) => {
    const admitted = admittedBy(value);
    if (admitted === undefined) {
      return `${quote(value)} is no version constraint of Terraform, whose parts have one operator and a released version each, with "," between them; write one such as ${quote(example)} or ${quote(range)}`;
    }
    if (isEmptyRange(admitted)) {
      return `${quote(value)} admits no version at all; write one such as ${quote(example)}`;
    }
    const within = `write a constraint within ${quote(range)}, such as ${quote(example)}`;
    if (compareVersions(admitted.from, from) < 0) {
      return `${quote(value)} admits ${provider} ${admitted.from.join(".")}, which is before ${from.join(".")}: ${whyFrom}; ${within}`;
    }
    if (admitted.below === undefined || compareVersions(admitted.below, below) > 0) {
      return `${quote(value)} admits ${provider} ${below.join(".")} or later, with which no stack is tested: another major version may change what arguments mean; ${within}`;
    }
    return undefined;
  };
}

const HOST_PART = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?$/;
const NAME_PART = /^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$/;

/** The source address of a provider, at whatever registry or mirror. */
export function providerSource(provider: ProviderName): Rule {
  const examples = `"hashicorp/${provider}" or, for a mirror, "registry.example.com/hashicorp/${provider}"`;
  return (value) => {
    if (value.includes("://")) {
      return `${quote(value)} is a URL; source takes an address such as ${examples}`;
    }
    const parts = value.split("/");
    const [type, namespace, host] = [...parts].reverse();
    const isAddress =
      (parts.length === 2 || parts.length === 3) &&
      NAME_PART.test(type ?? "") &&
      NAME_PART.test(namespace ?? "") &&
      (host === undefined || (HOST_PART.test(host) && host.includes(".")));
    if (!isAddress) {
      return `${quote(value)} is no source address of a provider; write one such as ${examples}`;
    }
    return type === provider
      ? undefined
      : `${quote(value)} is the address of a provider ${quote(type)}; write one that ends in ${quote(`/${provider}`)}, such as ${examples}`;
  };
}

const SHAPE: Shape = Object.fromEntries(
  Object.keys(PROVIDERS).map((name) => [name, { version: "any", source: "any" }]),
);

/** The keys of the lists that the kubernetes provider has itself. */
const IGNORED = ["ignoreAnnotations", "ignoreLabels"];

/** Keys of required providers that nobody reads. */
export function requiredProvidersProblems(providers: object): Problem[] {
  return unknownKeyProblems(providers, SHAPE).map(({ path, message }) =>
    path[0] === "kubernetes" && IGNORED.includes(String(path[1]))
      ? { path, message: ownProviderMessage(path) }
      : { path, message },
  );
}

function ownProviderMessage(path: Place): string {
  return `is an argument of the provider, which is yours to configure here; write new KubernetesProvider(stack, "kubernetes", { ${String(path[1])}: [...] })`;
}
