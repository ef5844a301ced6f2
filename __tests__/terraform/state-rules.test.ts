import { backendArgument, backendName, backendProblems, stackName } from "../../lib/terraform/state-rules";

const SECRET =
  "is a secret; secrets never belong in the file and would stand readable in the synthesized stack; leave it out and set the backend's environment variable when you run Terraform";

describe("a backend", () => {
  it.each(["local", "azurerm", "s3", "gcs", "kubernetes", "remote", "http", "pg", "consul"])(
    "may be %s",
    (value) => {
      expect(backendName(value)).toBeUndefined();
    },
  );

  it.each([
    ["azurem", ' (did you mean "azurerm"?)'],
    ["S3", ' (did you mean "s3"?)'],
    ["dropbox", ""],
    ["", ""],
  ])("is not %j", (value, guess) => {
    expect(backendName(value)).toBe(
      `"${value}" is no backend of Terraform${guess}; write one of: azurerm, consul, cos, gcs, http, kubernetes, local, oci, oss, pg, remote, s3`,
    );
  });
});

describe("an argument of a backend", () => {
  it.each(["resource_group_name", "key", "bucket", "path", "use_oidc", "kms_key_id"])("may be %s", (key) => {
    expect(backendArgument(key)).toBeUndefined();
  });

  it.each([
    "access_key",
    "secret_key",
    "sas_token",
    "client_secret",
    "client_key",
    "password",
    "token",
    "oidc_token",
    "credentials",
    "conn_str",
    "encryption_key",
    "sse_customer_key",
    "private_key",
  ])("is not the secret %s", (key) => {
    expect(backendArgument(key)).toBe(`"${key}" ${SECRET}`);
  });

  it.each(["${X}", "resourceGroupName", "key.path", "", "Bucket"])("is not named %j", (key) => {
    expect(backendArgument(key)).toBe(
      `"${key}" is no argument of a backend; Terraform writes them such as "resource_group_name"`,
    );
  });

  it("may hold maps with keys of any kind", () => {
    const args = { labels: { "app.kubernetes.io/name": "x" }, workspaces: [{ name: "x" }], none: null };

    expect(backendProblems(args)).toEqual([]);
  });

  it("holds no secret, however deep", () => {
    const args = { assume_role: { secret_key: "x" }, exec: [{ env: { "${X}": "x" } }], token: "x" };

    expect(backendProblems(args)).toEqual([
      { path: ["assume_role", "secret_key"], message: `"secret_key" ${SECRET}` },
      {
        path: ["exec", 0, "env", "${X}"],
        message: '"${X}" is a key that Terraform would evaluate; write a plain one',
      },
      { path: ["token"], message: `"token" ${SECRET}` },
    ]);
  });
});

describe("the name of a stack", () => {
  it.each(["a", "entra-ingress-auth", "prod_2", "x".repeat(63)])("may be %s", (value) => {
    expect(stackName(value)).toBeUndefined();
  });

  it.each(["", "../x", "a/b", "a.b", "-a", "a b", "x".repeat(64), "${X}"])("is not %j", (value) => {
    expect(stackName(value)).toBe(
      `"${value}" is not a stack name; use 1 to 63 letters, digits, "-" and "_", starting with a letter or digit`,
    );
  });
});
