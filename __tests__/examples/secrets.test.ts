import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT, synthesized } from "../support/files";

const FILES = [
  "entra-ingress-auth.yaml",
  ...readdirSync(join(ROOT, "examples"))
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => `examples/${file}`),
];

/** A value that Terraform takes from a resource when it runs. */
const REFERENCE =
  /^\$\{(azuread_application_password|(ephemeral\.)?random_password)\.[\w-]+\.(value|result)\}$/;

/** Every text below a value, by its path. */
function texts(value: unknown, path: string): [path: string, text: string][] {
  if (typeof value === "string") {
    return [[path, value]];
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, child]) => texts(child, `${path}.${key}`))
    : [];
}

describe.each(FILES)("%s", (file) => {
  const { resource, output } = synthesized(file);
  const secrets = Object.values(resource.kubernetes_secret_v1 ?? {}).flatMap((secret) =>
    Object.entries((secret.data ?? secret.data_wo) as Record<string, string>),
  );

  it("fills the Secrets by reference, except what is no secret", () => {
    const inlined = secrets.filter(([, value]) => !/^\$\{[^}]*\}$/.test(value)).map(([name]) => name);

    expect(secrets.map(([name]) => name)).toContain("OAUTH2_PROXY_COOKIE_SECRET");
    expect(
      inlined.filter(
        (name) =>
          !["OAUTH2_PROXY_CLIENT_ID", "OAUTH2_PROXY_OIDC_ISSUER_URL", "OAUTH2_PROXY_ALLOWED_GROUPS"].includes(
            name,
          ),
      ),
    ).toEqual([]);
  });

  it("takes every secret from the resource that makes it", () => {
    const values = secrets.filter(([name]) => /SECRET|PASSWORD|TOKEN/.test(name));

    expect(values.filter(([, value]) => !REFERENCE.test(value))).toEqual([]);
  });

  it("shows a secret nowhere but in a Secret and in a sensitive output", () => {
    const places = [...texts(resource, "resource"), ...texts(output, "output")]
      .filter(([, text]) =>
        /azuread_application_password\.[\w-]+\.value|random_password\.[\w-]+\.result/.test(text),
      )
      .map(([path]) => path.replace(/_[0-9A-F]{8}\./, "."));

    const allowed =
      /^resource\.kubernetes_secret_v1\.auth_auth-proxy_secrets_[a-z-]+\.data(_wo)?\.\w+$|^output\.(client_secret\.value|machine_client_secrets\.value\.\w+)$/;
    expect(places.filter((place) => !allowed.test(place))).toEqual([]);
    expect(
      Object.entries(output)
        .filter(([, { sensitive }]) => sensitive === true)
        .map(([name]) => name),
    ).toEqual(["client_secret", "machine_client_secrets"].filter((name) => output[name] !== undefined));
  });

  it("passes no secret as an argument of the auth proxy", () => {
    const flags = texts(resource, "").filter(([, text]) =>
      /--(client|cookie)-secret|--redis-password/.test(text),
    );

    expect(flags).toEqual([]);
  });
});

it("write-only.yaml has no secret that Terraform keeps", () => {
  const { resource, output } = synthesized("examples/write-only.yaml");

  expect(Object.keys(resource)).not.toContain("random_password");
  expect(Object.keys(resource)).not.toContain("azuread_application_password");
  expect(Object.values(output).filter(({ sensitive }) => sensitive === true)).toEqual([]);
});
