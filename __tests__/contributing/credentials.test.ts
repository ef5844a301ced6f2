import { filesFor, withAddition, type Edit } from "../support/contributing";

const TIMEOUT = 300_000;
const SECTION = "A credential";
const CONFIG = `
entra:
  application: { name: proxy }
  accessGroup: { name: people, users: [alice@contoso.com] }
  credential: { toy: { audience: "api://toy" } }
ingressController: { kind: traefik }
apps: [{ name: shop, host: shop.example.com, service: { namespace: shop, name: web, port: 80 } }]
`;

const edits: Readonly<Record<string, Edit>> = {
  "lib/identity/entra/toy.ts": `
import type { Credential } from "../../contracts/credential";
import { ANY, type KeysOf } from "../../rules/keys";

/** A token of the Pods in the place of a secret. */
export interface ToyProps {
  /** For whom the token is. */
  readonly audience: string;
}

export const TOY_KEYS: KeysOf<ToyProps> = { audience: ANY };

export function toyCredential({ audience }: ToyProps): Credential {
  const path = "/var/run/secrets/toy/token";
  return { flags: { "client-secret-file": path }, tokens: [{ audience, path }] };
}
`,
  "lib/identity/entra/credentials.ts": (text) =>
    text
      .replace(
        "\n/** The ways",
        'import { TOY_KEYS, toyCredential, type ToyProps } from "./toy";\n\n/** The ways',
      )
      .replace(
        "  readonly existingSecret: SecretKeyReference;",
        "  readonly existingSecret: SecretKeyReference;\n  /** A token of the Pods. */\n  readonly toy: ToyProps;",
      )
      .replace(
        '  credential("existingSecret", {',
        '  credential("toy", { keys: TOY_KEYS, make: (_scope, props) => toyCredential(props) }),\n  credential("existingSecret", {',
      ),
  "lib/identity/entra/schema.ts": (text) =>
    text.replace(
      "  form({ clientSecret: proxyClientSecret }),\n",
      "  form({ clientSecret: proxyClientSecret }),\n  form({ toy: z.strictObject({ audience: z.string() }) }),\n",
    ),
};

describe("a credential", () => {
  it("takes the files of CONTRIBUTING.md and no others", () => {
    const files = filesFor(SECTION, "toy").map(({ path }) => path);

    expect(files.filter((path) => path.startsWith("lib/")).sort()).toEqual(Object.keys(edits).sort());
    expect(files.length).toBeLessThanOrEqual(5);
  });

  it(
    "compiles, and a config file can name it: the Pods get its token, and no secret is made",
    () => {
      withAddition(edits, (copy) => {
        expect(copy.complaints()).toEqual([]);

        const json = JSON.stringify(copy.synth(CONFIG));
        expect(json).toContain('"--client-secret-file=/var/run/secrets/toy/token"');
        expect(json).toContain('"audience":"api://toy"');
        expect(json).not.toContain("azuread_application_password");
      });
    },
    TIMEOUT,
  );

  it(
    "does not compile where the props know it and the file does not",
    () => {
      const { "lib/identity/entra/schema.ts": schema, ...others } = edits;
      expect(schema).toBeDefined();
      withAddition(others, (copy) => {
        expect(copy.complaints()).not.toEqual([]);
      });
    },
    TIMEOUT,
  );
});
