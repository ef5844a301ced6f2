import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isScalar, parseDocument, visit } from "yaml";
import { ConfigError, loadConfig, parseConfig, type Environment } from "../../lib/config";
import { andThen, complaints, instead } from "../support/config-texts";
import { inTemporaryFolder, ROOT } from "../support/files";

const ADVICE = "secrets never belong in the file and would stand readable in the synthesized stack";
const REFERENCE = "of a Kubernetes Secret that has it";
const MADE = `write clientSecret: {} for one that is made and rotated here, or for an application that exists existingSecret: { name, key } ${REFERENCE}`;
const BACKEND = "leave it out and set the backend's environment variable when you run Terraform";

const entra = (lines: string): string => instead("  accessGroup:", `${lines}\n  accessGroup:`);
const redis = (keys: string): string =>
  andThen(`authProxy: { session: { store: { redis: { ${keys} } } } }\n`);
const state = (args: string): string => andThen(`state: { backend: azurerm, arguments: { ${args} } }\n`);

/** Made up, in the form that Entra gives its own. */
const CLIENT_SECRET = "Abc8Q~0123456789abcdefghijklmnopqrstuvwx";

describe("a secret in the file is refused and not shown", () => {
  it.each([
    [
      "a client secret where times are",
      entra(`  credential: { clientSecret: ${CLIENT_SECRET} }`),
      CLIENT_SECRET,
      `entra.credential.clientSecret: has what looks like a client secret of Entra in it; ${ADVICE}; ${MADE}`,
    ],
    [
      "a password where a Secret is named",
      entra("  credential: { existingSecret: hunter2 }"),
      "hunter2",
      `entra.credential.existingSecret: the value is text; it takes a map with name, key; ${ADVICE}; ${MADE}`,
    ],
    [
      "a credential that is one itself",
      entra("  credential: Hunter2!"),
      "Hunter2",
      `entra.credential: the value is text; it takes a map; ${ADVICE}; ${MADE}`,
    ],
    [
      "a secret for the key of one",
      entra('  credential: { existingSecret: { name: shop, key: "hunter2 !" } }'),
      "hunter2",
      `entra.credential.existingSecret.key: the value is not a key of a Secret; use letters, digits, "-", "_" and "."; ${ADVICE}; ${MADE}`,
    ],
    [
      "a secret in braces",
      entra("  credential: { existingSecret: { hunter2 } }"),
      "hunter2",
      `entra.credential.existingSecret: unknown key the value; it takes name, key; ${ADVICE}; ${MADE}`,
    ],
    [
      "a key that there is not",
      entra("  clientSecret: hunter2"),
      "hunter2",
      `entra.clientSecret: unknown key "clientSecret"; it belongs to "entra.credential" or "entra.machineClients.credential"; ${ADVICE}; write credential: { existingSecret: { name, key } } ${REFERENCE}`,
    ],
    [
      "the secret of a machine client",
      entra("  machineClients: [{ name: batch, credential: { clientSecret: hunter2 } }]"),
      "hunter2",
      `entra.machineClients[0].credential.clientSecret: the value is text; it takes a map, whose keys are rotation, lifetime, propagation; ${ADVICE}; write clientSecret: {} for one that is made and rotated here, or federated: { issuer, subject }`,
    ],
    [
      "Redis's password where a Secret is named",
      redis("url: rediss://r.example.com, passwordSecret: hunter2"),
      "hunter2",
      `authProxy.session.store.redis.passwordSecret: the value is text; it takes a map with name, key; ${ADVICE}; write passwordSecret: { name, key } ${REFERENCE}`,
    ],
    [
      "Redis's password in its URL",
      redis('url: "rediss://user:hun/ter 2@r.example.com"'),
      "ter 2",
      `authProxy.session.store.redis.url: has what looks like a password in a URL in it; ${ADVICE}; write the URL without, and passwordSecret: { name, key } ${REFERENCE}, or urlSecret in its place for the whole URL`,
    ],
    [
      "a user and password in a link",
      entra("  application: { name: shop, homePage: https://alice:hunter2@shop.example.com }"),
      "hunter2",
      `entra.application.homePage: has what looks like credentials in a URL in it; ${ADVICE}; leave it out; what the file can take from a Kubernetes Secret, it takes by the Secret's name and key`,
    ],
    [
      "an argument that is a secret",
      state("sas_token: hunter2"),
      "hunter2",
      `state.arguments.sas_token: "sas_token" is a secret; ${ADVICE}; ${BACKEND}`,
    ],
    [
      "an argument with a password in a connection string",
      state('key: "Server=db;User Id=u;Password=hunter2;"'),
      "hunter2",
      `state.arguments.key: has what looks like a secret in a connection string in it; ${ADVICE}; ${BACKEND}`,
    ],
    [
      "an argument with a URL that has a token, further down",
      state('headers: [{ address: "https://hunter2token@state.example.com/x" }]'),
      "hunter2",
      `state.arguments.headers[0].address: has what looks like credentials in a URL in it; ${ADVICE}; ${BACKEND}`,
    ],
    [
      "an argument with a signature",
      state('endpoint: "https://x.blob.core.windows.net/c?sv=2022&sig=hunter2"'),
      "hunter2",
      `state.arguments.endpoint: has what looks like the signature of a shared access signature in it; ${ADVICE}; ${BACKEND}`,
    ],
    [
      "an argument with a secret key, further down, in whatever case",
      state("assume: { accountKey: hunter2 }"),
      "hunter2",
      `state.arguments.assume.accountKey: "accountKey" is a secret; ${ADVICE}; ${BACKEND}`,
    ],
    [
      "a flag with its value in its name",
      andThen('authProxy: { extraFlags: { "client-secret=hunter2": true } }\n'),
      "hunter2",
      `authProxy.extraFlags: flag the value is how the proxy proves itself; use "credential" of entra or "clientSecret" of github, which name a Secret; ${ADVICE}; leave it out; what the file can take from a Kubernetes Secret, it takes by the Secret's name and key`,
    ],
  ])("%s", (_what, text, secret, message) => {
    const said = complaints(text);

    expect(said.map((line) => line.replace(/^config\.yaml:\d+:\d+: /, ""))).toContain(message);
    expect(said.filter((line) => line.includes(ADVICE))).toHaveLength(1);
    expect(said.join()).not.toContain(secret);
  });

  it.each([
    ["a tag", "key: !hunter2 x"],
    ["an alias", "key: *hunter2"],
    ["an escape", 'key: "\\hunter2"'],
    ["a block", "key: |hunter2"],
    ["a key that stands there twice", "{ hunter2, hunter2 }"],
  ])("which YAML reads as %s", (_what, value) => {
    const said = complaints(
      andThen(
        `authProxy:\n  session:\n    store:\n      redis:\n        passwordSecret:\n          ${value}\n`,
      ),
    );

    expect(said.length).toBeGreaterThan(0);
    expect(said.join()).not.toContain("unter2");
  });
});

it.each([
  "storage_account_name: state, container_name: tf, key: shop.tfstate, use_oidc: true",
  "secret_suffix: shop, namespace: tf, config_path: ~/.kube/config",
  "bucket: b, kms_encryption_key: projects/p/locations/l/keyRings/r/cryptoKeys/k",
  "shared_credentials_files: [~/.aws/credentials], skip_credentials_validation: true",
  "oidc_token_file_path: /var/run/token, client_id_file_path: /x, access_key_id: AKIA",
  'address: "https://state.example.com/x?ref=a", workspaces: { name: a@b }',
])("arguments that are no secrets are taken: %s", (args) => {
  expect(complaints(state(args))).toEqual([]);
});

it("a link with an at sign after its host, an image's digest and a user of Redis are no secrets", () => {
  const image = `quay.io/oauth2-proxy/oauth2-proxy:v7.15.4@sha256:${"0".repeat(64)}`;
  const text = entra("  application: { name: shop, homePage: https://example.com/@shop }");

  expect(
    complaints(
      `${text}authProxy: { image: "${image}", session: { store: { redis: { url: rediss://app@r.example.com } } } }\n`,
    ),
  ).toEqual([]);
});

describe("a value from the environment is not shown", () => {
  it.each<[what: string, text: string, environment: Environment, message: string]>([
    [
      "as it is",
      instead("host: podinfo.example.com", "host: ${A}"),
      { A: "https://shop" },
      "the value of ${A} is a URL; host takes a name such as podinfo.example.com",
    ],
    [
      "in lower case",
      instead("host: podinfo.example.com", "host: ${A}"),
      { A: "Hunter2.contoso.com" },
      "the value of ${A} has upper-case letters; write the value of ${A}",
    ],
    [
      "as a part of the value",
      instead("host: podinfo.example.com", "host: ${A}.example.com"),
      { A: "hunt_er2" },
      'the value of "${A}.example.com" is not a DNS name; host takes a name such as podinfo.example.com',
    ],
    [
      "with something before it",
      andThen("    paths: ['${A}']\n"),
      { A: "hunter2" },
      'the value of ${A} does not start with "/"; write [not shown: from ${A}]',
    ],
    [
      "cut",
      instead("name: users", "name: ${A}"),
      { A: "hunter2 ".repeat(40).trim() },
      "the value of ${A} has 319 characters; a display name has at most 256",
    ],
    [
      "escaped",
      instead("name: users", "name: ${A}"),
      { A: 'hun"ter\u200b2' },
      "the value of ${A} has the invisible character U+200B at position 8; write it without",
    ],
    [
      "as a number",
      instead("port: 9898", "port: '${A}'"),
      { A: "99999.50" },
      "the value of ${A} is not a port; a port is a whole number from 1 to 65535",
    ],
    [
      "at another place",
      andThen("signIn: { host: auth.example.org, cookieDomain: '${A}' }\n  # more\n").replace(
        "host: podinfo.example.com",
        "host: podinfo.hunter2.org",
      ),
      { A: "hunter2.org" },
      '"auth.example.org" is outside the cookie domain the value of ${A}, so the browser would never send the session there; use a host below the value of ${A}, or leave "signIn" out',
    ],
  ])("%s", (_what, text, environment, message) => {
    expect(complaints(text, environment).map((line) => line.replace(/^.*?: .*?: /, ""))).toEqual([message]);
  });

  it("where somebody is named twice, or a list is named by it", () => {
    inTemporaryFolder((folder) => {
      writeFileSync(join(folder, "hunter2.csv"), "carol@adatum.org\nbob\n");
      const config = join(folder, "config.yaml");
      writeFileSync(
        config,
        instead("name: users", "name: users\n    usersFrom: ${LIST}\n    users: ['${A}']"),
      );

      expect(() => loadConfig(config, { LIST: "hunter2.csv", A: "Carol@adatum.org" })).toThrow(
        new Error(
          'the value of ${LIST}:1:1: the value of ${A} is named already: entra.accessGroup.users[0], line 5 of the config file; name everybody once\nthe value of ${LIST}:2:1: "bob" is neither a user principal name nor an object id; write one such as alice@contoso.com (guests: alice_fabrikam.com#EXT#@contoso.onmicrosoft.com)',
        ),
      );
    });
  });

  // Every value of every example comes from the environment once, and is something else than it should be.
  const files = readdirSync(join(ROOT, "examples")).filter((file) => file.endsWith(".yaml"));
  const SECRETS = [
    "Zq7#Wv9!kXbT2mPz",
    "https://ZqWv:kXbT@mPz.QQ:1/?JJ",
    '"Zq\u200bWv\\kX\nbT',
    "JQXZWVKQ".repeat(30),
    "0451730451",
  ];

  it.each(files)("wherever it stands in %s", (file) => {
    const path = join(ROOT, "examples", file);
    const text = readFileSync(path, "utf8");
    let count = 0;
    visit(parseDocument(text), {
      Scalar(key, node) {
        if (key === "key" || !isScalar(node)) return;
        const [start = 0, end = 0] = node.range ?? [];
        for (const secret of SECRETS) {
          const said = complaintsOf(`${text.slice(0, start)}"\${HIDDEN}"${text.slice(end)}`, secret, path);
          expect(shownOf(said, secret)).toEqual([]);
          count += said === "" ? 0 : 1;
        }
      },
    });
    expect(count).toBeGreaterThan(20);
  });
});

function complaintsOf(text: string, secret: string, path: string): string {
  try {
    parseConfig(text, { HIDDEN: secret, MEMBER_UPN: "bob@contoso.com" }, path, dirname(path));
    return "";
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return String(error);
  }
}

/** Every five characters of a secret, as they are or escaped, that a message has in whatever case. */
function shownOf(message: string, secret: string): string[] {
  const said = message.toLowerCase();
  return [secret, JSON.stringify(secret)].flatMap((text) =>
    Array.from({ length: text.length - 4 }, (_, i) => text.slice(i, i + 5).toLowerCase()).filter(
      (part) => said.includes(part) && !"https://".includes(part),
    ),
  );
}
