import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CoreV1Api, KubernetesObjectApi, type KubernetesObject, type V1Pod } from "@kubernetes/client-node";
import { CertificateAuthority } from "../../certificates";
import { withUserIds } from "../../cluster/user-ids";
import { startEgressProxy, type EgressProxy } from "../../egress-proxy";
import { ENTRA_NAMES, type Lab } from "../../lab";
import { startRedis } from "../../redis";
import { PROXY_NAMESPACE, proxyPods } from "../proxy-pods";
import { assertNothingToChange } from "../second-plan";
import { everyEdge, type Scenario, type Stage } from "../scenario";
import { assertGetsIn } from "./members";

const OUTSIDE = "lab/e2e/company.yaml";
const INSIDE = "lab/e2e/company-inside.yaml";
const REPOSITORY = "registry.contoso.com/oauth2-proxy/oauth2-proxy";
/** As a project of OpenShift has it. */
const USER = 1_000_660_000;
const CREDENTIALS = "gate:of-the-lab";
const CLUSTER =
  "localhost,.svc,.cluster.local,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fc00::/7";

const company: Scenario = {
  name: "26a behind a company's proxy that reads TLS and asks for a password, with user ids of the platform: people get in, and the Pods are as the file says",
  seenFailing:
    "without egressProxy and without caBundle: the Pods did not start, x509 in their log; without securityContext: refused by the policy",
  whyNotBefore: everyEdge,
  run: (stage) => assertInCompany(stage, OUTSIDE, "26a"),
};

const chart: Scenario = {
  name: "26b the same with the Helm chart",
  seenFailing: "without podLabels in the chart's values: the Pods lacked the label",
  needs: "helm",
  async run(stage) {
    await stage.clear();
    const file = join(stage.lab.folder, "company-chart.yaml");
    const text = readFileSync(OUTSIDE, "utf8");
    writeFileSync(
      file,
      text.replace("authProxy:\n", 'authProxy:\n  helm: { chart: "${OAUTH2_PROXY_CHART}" }\n'),
    );
    await assertInCompany(stage, file, "26b");
    await stage.clear();
  },
};

const inside: Scenario = {
  name: "26c what the egress proxy is not for is reached without it, by the image's CAs, and Redis by the company's",
  seenFailing: "without noProxy: the proxy was asked for Entra; without caBundle: Redis was not trusted",
  async run({ lab, browsers, deploy }) {
    const authority = await CertificateAuthority.create("a company's CA");
    const redis = await startRedis(await mkdtemp(join(tmpdir(), "redis-")), { authority });
    const proxy = await startProxy(lab, authority);
    const objects = [
      secret("redis-password", { password: redis.password }),
      secret("company-ca", { "ca.crt": authority.certificate }),
    ];
    try {
      await withObjects(lab, objects, async () => {
        await assertNothingToChange(await deploy(INSIDE));
        await assertGetsIn(browsers, lab.entra.seed.people.alice.userPrincipalName, "26c");
        assert.deepEqual(proxy.asked, []);
        const core = lab.cluster.config.makeApiClient(CoreV1Api);
        const { metadata } = await core.readNamespacedServiceAccount({
          namespace: PROXY_NAMESPACE,
          name: "oauth2-proxy",
        });
        assert.equal(metadata?.annotations?.["contoso.com/owner"], "identity");
        assert.equal(metadata?.labels?.["contoso.com/cost-center"], "4711");
      });
    } finally {
      await proxy.close();
      await redis.server.stop();
    }
  },
};

export const surroundings: readonly Scenario[] = [company, chart, inside];

/** Deploys the file in a company's surroundings, signs in, and looks at the Pods that the API server has. */
async function assertInCompany(
  { lab, browsers, deploy, edge }: Pick<Stage, "lab" | "browsers" | "edge" | "deploy">,
  file: string,
  picture: string,
): Promise<void> {
  const authority = await CertificateAuthority.create("a company's CA");
  const proxy = await startProxy(lab, authority, CREDENTIALS);
  const objects = [
    secret("egress-proxy", { url: proxy.url }),
    secret("registry-contoso", { ".dockerconfigjson": '{"auths":{}}' }, "kubernetes.io/dockerconfigjson"),
    { ...named("ConfigMap", "company-ca"), data: { "ca.crt": authority.certificate } },
    named("ServiceAccount", "gate"),
  ];
  lab.addProxyImage(REPOSITORY);
  try {
    await withUserIds(lab.cluster.config, USER, () =>
      withObjects(lab, objects, async () => {
        await assertNothingToChange(await deploy(file));
        await assertGetsIn(browsers, lab.entra.seed.people.alice.userPrincipalName, picture, edge);
      }),
    );
    assert.deepEqual([...new Set(proxy.asked)], ["CONNECT login.microsoftonline.com:443"]);
    assert.ok(
      proxy.read.some((line) => line.startsWith("POST ") && line.endsWith("/token")),
      "the sign-in's tokens did not come through the proxy",
    );
    const pods = await proxyPods(lab.cluster.config);
    assert.notEqual(pods.length, 0);
    pods.forEach(assertAsWritten);
  } finally {
    await proxy.close();
  }
}

function startProxy(lab: Lab, authority: CertificateAuthority, credentials?: string): Promise<EgressProxy> {
  return startEgressProxy({ authority, opens: ENTRA_NAMES, trust: lab.authority.certificate, credentials });
}

/** Throws where a Pod is not as company.yaml says. */
function assertAsWritten({ metadata, spec }: V1Pod): void {
  const [container] = spec?.containers ?? [];
  assert.equal(container?.image, `${REPOSITORY}:v7.15.4@sha256:${"0".repeat(64)}`);
  assert.deepEqual(
    spec?.imagePullSecrets?.map(({ name }) => name),
    ["registry-contoso"],
  );
  assert.equal(spec?.serviceAccountName, "gate");
  assert.equal(spec?.automountServiceAccountToken, false);
  assert.equal(metadata?.labels?.["contoso.com/cost-center"], "4711");
  assert.equal(metadata?.annotations?.["proxy.istio.io/config"], '{"holdApplicationUntilProxyStarts": true}');
  const variables = new Map(container?.env?.map((variable) => [variable.name, variable]));
  const { valueFrom } = variables.get("HTTPS_PROXY") ?? {};
  assert.deepEqual([valueFrom?.secretKeyRef?.name, valueFrom?.secretKeyRef?.key], ["egress-proxy", "url"]);
  assert.equal(variables.get("NO_PROXY")?.value, CLUSTER);
  assert.equal(variables.get("SSL_CERT_DIR")?.value, "/ca-bundle:/etc/ssl/certs:/etc/pki/tls/certs");
  assert.ok(!variables.has("HTTP_PROXY"));
  assert.ok(
    spec?.volumes?.some(({ configMap }) => configMap?.name === "company-ca"),
    "the company's CA is not mounted",
  );
  // The id is the platform's: the file names none, and what else is hardened stays.
  assert.equal(spec?.securityContext?.runAsUser, USER);
  assert.equal(spec.securityContext.runAsGroup, undefined);
  assert.equal(spec.securityContext.runAsNonRoot, true);
  assert.equal(spec.securityContext.seccompProfile?.type, "RuntimeDefault");
  const { runAsUser, runAsGroup, ...hardened } = container?.securityContext ?? {};
  assert.deepEqual([runAsUser, runAsGroup], [undefined, undefined]);
  assert.equal(hardened.allowPrivilegeEscalation, false);
  assert.equal(hardened.readOnlyRootFilesystem, true);
  assert.deepEqual(hardened.capabilities?.drop, ["ALL"]);
}

function named(kind: string, name: string): KubernetesObject {
  return { apiVersion: "v1", kind, metadata: { name, namespace: PROXY_NAMESPACE } };
}

function secret(
  name: string,
  stringData: Readonly<Record<string, string>>,
  type = "Opaque",
): KubernetesObject {
  const object = { ...named("Secret", name), type, stringData };
  return object;
}

/** Has objects in place that somebody else makes, as long as the work takes. */
async function withObjects(
  lab: Lab,
  objects: readonly KubernetesObject[],
  work: () => Promise<void>,
): Promise<void> {
  const client = KubernetesObjectApi.makeApiClient(lab.cluster.config);
  try {
    for (const object of objects) await client.create(object);
    await work();
  } finally {
    for (const object of objects) await client.delete(object).catch(() => undefined);
  }
}
