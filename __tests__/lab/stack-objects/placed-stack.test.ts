import type { KubernetesObject } from "@kubernetes/client-node";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../../../lib/config";
import { synthesize } from "../../../lib/synthesize";
import { entraKinds } from "../../../lab/stack-objects/entra-kinds";
import { GraphError } from "../../../lab/stack-objects/graph-client";
import { kubernetesManifest } from "../../../lab/stack-objects/kubernetes-manifest";
import { LOCAL_KINDS } from "../../../lab/stack-objects/local-kinds";
import type { ObjectKind } from "../../../lab/stack-objects/object-kind";
import { PlacedStack } from "../../../lab/stack-objects/placed-stack";
import { emulator, type Emulator } from "../entra/support";

const SAMPLE = "entra-ingress-auth.yaml";
const PEOPLE = "lab/e2e/people.yaml";

// Each makes an emulator with keys of its own.
jest.setTimeout(30_000);

let scratch: string;
beforeAll(() => (scratch = mkdtempSync(join(tmpdir(), "placed-stack-"))));
afterAll(() => rmSync(scratch, { recursive: true }));

function synthesized(file: string): string {
  // A stack without a name does not take the place of another one.
  const outdir = join(scratch, file.replaceAll("/", "-"));
  const variables = { PROXY_CLIENT_ID: "0f8fad5b-d9cb-469f-a165-70867728950e" };
  return readFileSync(synthesize(loadConfig(file, variables), { outdir }).file, "utf8");
}

/** What a resource stands for in the cluster; one of a kind that is not Kubernetes' own says it as it is. */
function objectOf(type: string, args: Readonly<Record<string, unknown>>): KubernetesObject {
  return type === "kubernetes_manifest"
    ? (args.manifest as KubernetesObject)
    : kubernetesManifest(type, args);
}

/** The emulator of Entra, and a cluster that only keeps what is put into it. */
async function target(): Promise<{ stack: PlacedStack; entra: Emulator; cluster: Map<string, object> }> {
  const entra = await emulator();
  const entraOnly = entraKinds({
    deployer: entra.seed.deployer,
    call: async (method, path, body) => {
      const answer = await entra.graph(method, path, body);
      if (answer.statusCode >= 400) throw new GraphError(answer.statusCode, answer.body);
      return answer.body === "" ? undefined : answer.json<unknown>();
    },
  });
  const cluster = new Map<string, object>();
  const kubernetes = (type: string): ObjectKind => {
    const name = (args: Readonly<Record<string, unknown>>): string => {
      const { kind, metadata } = objectOf(type, args);
      return `${kind} ${metadata?.name}`;
    };
    const put = async (args: Readonly<Record<string, unknown>>) => {
      const object = objectOf(type, args);
      cluster.set(name(args), object);
      return { metadata: { ...object.metadata, uid: name(args) } };
    };
    return {
      create: put,
      update: (_before, args) => put(args),
      remove: async ({ args }) => void cluster.delete(name(args)),
    };
  };
  const kinds = { ...entraOnly, ...LOCAL_KINDS };
  const stack = new PlacedStack((type) => {
    const kind = type.startsWith("kubernetes_") ? kubernetes(type) : kinds[type];
    if (kind === undefined) throw new Error(`${type} is not known here`);
    return kind;
  });
  return { stack, entra, cluster };
}

function named<T extends { displayName?: string | null }>(list: readonly T[], name: string): T {
  const [only, ...others] = list.filter(({ displayName }) => displayName === name);
  expect(others).toEqual([]);
  return only!;
}

describe("a stack put in place without Terraform", () => {
  it("is in Entra and the cluster as its outputs say", async () => {
    // GIVEN
    const { stack, entra, cluster } = await target();
    const { contoso, people } = entra.seed;

    // WHEN
    await stack.place(synthesized(SAMPLE));

    // THEN
    const application = named(contoso.applications.list(), "oauth2-proxy");
    const group = named(contoso.groups.list(), "oauth2-proxy-users");
    const outputs = await stack.outputs();
    expect(outputs).toMatchObject({
      client_id: application.appId,
      group_id: group.id,
      tenant_id: contoso.id,
      application_homepage: "https://podinfo.example.com",
      oidc_issuer_url: `https://login.microsoftonline.com/${contoso.id}/v2.0`,
    });
    expect(application.api.requestedAccessTokenVersion).toBe(2);
    expect(application.groupMembershipClaims).toBe("SecurityGroup");
    expect(application.web.redirectUris).toEqual(["https://podinfo.example.com/oauth2/callback"]);
    expect(group.members).toEqual([people.alice.id, contoso.servicePrincipalOf(application.appId)!.id]);
    const data = (value: string) => ({ data: { [value]: expect.any(String) } });
    expect(cluster.get("Secret oauth2-proxy-secret")).toMatchObject(data("OAUTH2_PROXY_CLIENT_SECRET"));
    expect(cluster.get("Secret oauth2-proxy-allowed-groups")).toMatchObject({
      data: { OAUTH2_PROXY_ALLOWED_GROUPS: Buffer.from(group.id).toString("base64") },
    });
    expect([...cluster.keys()].filter((name) => name.startsWith("Ingress"))).toEqual([
      "Ingress podinfo",
      "Ingress oauth2-proxy",
    ]);
  });

  it("becomes the next one: what stays is kept, what changed is changed, what is gone is removed", async () => {
    // GIVEN
    const { stack, entra, cluster } = await target();
    const { contoso, guest, people } = entra.seed;
    await stack.place(synthesized(PEOPLE));
    const before = await stack.outputs();
    const secret = cluster.get("Secret oauth2-proxy-cookie-secret");
    const group = named(contoso.groups.list(), "oauth2-proxy-users");
    expect(group.members).toContain(guest.id);
    const ofApi = (): string[] =>
      [...cluster.keys()].filter((name) => name.startsWith("Ingress podinfo.example.com-api-"));
    expect(ofApi()).toHaveLength(1);

    // WHEN
    await stack.place(synthesized(SAMPLE));

    // THEN
    const after = await stack.outputs();
    const kept = ["client_id", "client_secret", "group_id", "sp_id", "tenant_id"];
    expect(kept.map((name) => after[name])).toEqual(kept.map((name) => before[name]));
    expect(after.session_times).toEqual({ lifetime: "8h", refresh: "off", revocation_bound: "8h" });
    expect(cluster.get("Secret oauth2-proxy-cookie-secret")).toBe(secret);
    expect(new Set(group.members)).toEqual(
      new Set([contoso.servicePrincipalOf(String(after.client_id))!.id, people.alice.id]),
    );
    expect(ofApi()).toEqual([]);
  });

  it("leaves nothing when it is removed", async () => {
    // GIVEN
    const { stack, entra, cluster } = await target();
    const { contoso } = entra.seed;
    const objects = () =>
      [contoso.applications, contoso.servicePrincipals, contoso.groups].map((each) =>
        each.list().map(({ id }) => id),
      );
    const before = objects();
    await stack.place(synthesized(PEOPLE));

    // WHEN
    await stack.remove();

    // THEN
    expect(objects()).toEqual(before);
    expect([...cluster.keys()]).toEqual([]);
  });

  it("replaces a client secret that has to be another", async () => {
    // GIVEN
    const { stack, entra, cluster } = await target();
    const json = synthesized(SAMPLE);
    await stack.place(json);
    const before = await stack.outputs();
    const { passwordCredentials } = named(entra.seed.contoso.applications.list(), "oauth2-proxy");
    const keys = () => passwordCredentials.map(({ keyId }) => keyId);
    const [old] = keys();

    // WHEN
    await stack.place(json.replace("4320h0m0s", "4321h0m0s"));

    // THEN
    const { client_secret: secret } = await stack.outputs();
    expect(secret).not.toBe(before.client_secret);
    expect(keys()).toHaveLength(1);
    expect(keys()).not.toContain(old);
    expect(cluster.get("Secret oauth2-proxy-secret")).toMatchObject({
      data: { OAUTH2_PROXY_CLIENT_SECRET: Buffer.from(String(secret)).toString("base64") },
    });
  });

  it.each([
    ["a type that is not known", '{"resource":{"helm_release":{"a":{}}}}', "helm_release is not known here"],
    [
      "an argument that is not known",
      '{"resource":{"azuread_group":{"a":{"display_name":"g","security_enabled":true,"visibility":"Public"}}}}',
      'azuread_group.a: ✖ Unrecognized key: "visibility"',
    ],
    [
      "a value that is not known",
      '{"resource":{"time_static":{"a":{}},"kubernetes_config_map_v1":{"b":{"data":{"x":"${time_static.a.hour}"}}}}}',
      "kubernetes_config_map_v1.b: time_static.a.hour: hour is not known here",
    ],
    [
      "somebody who is not in Entra",
      '{"data":{"azuread_user":{"a":{"user_principal_name":"nobody@contoso.com"}}}}',
      "data.azuread_user.a: Entra has 0 of /v1.0/users where userPrincipalName is nobody@contoso.com",
    ],
  ])("with %s is refused", async (_what, json, message) => {
    const { stack } = await target();
    await expect(stack.place(json)).rejects.toThrow(message);
  });

  const configs = ["examples", "lab/e2e"].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => `${folder}/${name}`),
  );

  /** What takes Terraform itself. */
  const refused: Readonly<Record<string, string>> = {
    "examples/helm.yaml": "helm_release is not known here",
    "lab/e2e/helm.yaml": "helm_release is not known here",
    "lab/e2e/measured-helm.yaml": "helm_release is not known here",
  };

  it("comes from any example but those, and from any file of the scenarios", () => {
    expect(configs).toEqual(expect.arrayContaining(["examples/helm.yaml", "lab/e2e/people.yaml"]));
  });

  it.each(configs)("comes from %s, given what its tenant has", async (file) => {
    // GIVEN
    const { stack, entra } = await target();
    const { contoso, deployer, people } = entra.seed;
    const security = { mailNickname: "x", mailEnabled: false, securityEnabled: true };
    const [developers] = ["contoso-developers", "contoso-engineers", "everybody"].map((displayName) =>
      contoso.addGroup({ displayName, ...security }),
    );
    for (let i = 1; i <= 24; i++) {
      const userPrincipalName = `person-${String(i).padStart(4, "0")}@contoso.com`;
      contoso.addUser({ userPrincipalName, displayName: `Person, ${i}` });
    }
    const json = synthesized(file)
      .replaceAll("5f1c2d3e-4b5a-4678-9abc-def012345678", developers!.id)
      .replaceAll("0f8fad5b-d9cb-469f-a165-70867728950e", deployer.clientId)
      .replaceAll("5b6c1f0e-8a3d-4c57-9d10-2f7c1f4be3a1", deployer.clientId)
      .replaceAll("5d1f0f0e-6a1c-4f52-9d7a-3f9b6c2e8a10", contoso.applications.list()[0]!.id)
      .replaceAll("0f5e2c9a-7b34-4c1d-8e6f-a2d4b8c01357", developers!.id)
      .replaceAll("3c0f6b0e-6f0c-4b58-9d3f-0a4c7f1b2d10", people.mallory.id)
      .replaceAll("bob@fabrikam.com", "carol@contoso.com");

    // WHEN
    const problem = await stack.place(json).then(
      () => "none",
      (error: unknown) => String(error),
    );

    // THEN
    const reason = refused[file];
    expect(problem).toEqual(reason === undefined ? "none" : expect.stringContaining(reason));
  });
});
