import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AppsV1Api, CoreV1Api, type V1PodTemplateSpec } from "@kubernetes/client-node";
import { stringify } from "yaml";
import { CertificateAuthority } from "../../lab/certificates";
import { startCluster, type Cluster } from "../../lab/cluster/cluster";
import { programPath } from "../../lab/cluster/programs";
import { callbackPath } from "../../lab/e2e/raw-sign-in";
import { start, type RunningEntra } from "../../lab/entra/server";
import { ADDRESSES, APP_HOST, ENTRA_NAMES, oauth2ProxyImage } from "../../lab/lab";
import { namespaceFolder } from "../../lab/namespace/namespace";
import { addAddress, HostsFile } from "../../lab/namespace/network";
import { startRedis, type Redis } from "../../lab/redis";
import { stackObjects } from "../../lab/stack-objects";
import { parseConfig } from "../../lib/config";
import { EXTRA_FLAGS, extraFlagProblems, flagName, type FlagValue } from "../../lib/oauth2-proxy/extra-flags";
import { synthesize } from "../../lib/synthesize";
import { blocksOf } from "../support/construct-stack";
import { EFFECTS, MEMBER } from "./added-flags";

/*
 * The real oauth2-proxy in the Pod as the stack makes it: read-only root, nothing mounted but its own, one port.
 * Each Pod is the Deployment's, with the arguments that flags give it.
 */
const NAMESPACE = "auth";
const CONTAINER = "oauth2-proxy";

let folder: string;
let entra: RunningEntra;
let redis: Redis;
let cluster: Cluster;
let core: CoreV1Api;
let template: V1PodTemplateSpec;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "extra-flags-"));
  const hosts = new HostsFile(join(namespaceFolder()!, "hosts"));
  await addAddress(ADDRESSES.entra);
  await hosts.set(ADDRESSES.entra, ...ENTRA_NAMES);
  const authority = await CertificateAuthority.create("Test");
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, authority.certificate);
  const { certificate, privateKey } = await authority.issue({ names: ENTRA_NAMES });
  const tls = { certificate: certificate + authority.certificate, privateKey };
  entra = await start({ host: ADDRESSES.entra, port: 443, tls, trust: authority.certificate });
  redis = await startRedis(join(folder, "redis"));
  const images = [oauth2ProxyImage(caFile)];
  cluster = await startCluster({ folder: join(folder, "cluster"), hosts, authority, images });
  core = cluster.config.makeApiClient(CoreV1Api);
  await core.createNamespace({ body: { metadata: { name: NAMESPACE } } });
  for (const [name, stringData] of [
    ["redis-password", { password: redis.password }],
    ["redis-ca", { "ca.crt": redis.caCertificate }],
  ] as const) {
    await core.createNamespacedSecret({ namespace: NAMESPACE, body: { metadata: { name }, stringData } });
  }
  const { config } = cluster;
  const { deployer } = entra.seed;
  await stackObjects({ deployer, ca: authority.certificate, config }).place(withoutIngresses(stackWith({})));
  const apps = config.makeApiClient(AppsV1Api);
  const { spec } = await apps.readNamespacedDeployment({ name: "oauth2-proxy", namespace: NAMESPACE });
  template = spec!.template;
});

afterAll(async () => {
  await cluster.close();
  await redis.server.stop();
  await entra.close();
  rmSync(folder, { recursive: true });
});

/** A stack's JSON with what the auth proxy needs, and nothing for the controller, which is not here. */
function withoutIngresses(json: string): string {
  const { resource, data, locals } = JSON.parse(json) as Readonly<Record<string, Record<string, unknown>>>;
  // Nor what remembers their order.
  const left = ["kubernetes_ingress_v1", "terraform_data"];
  const others = Object.entries(resource!).filter(([type]) => !left.includes(type));
  return JSON.stringify({ resource: Object.fromEntries(others), data, locals });
}

/** The JSON of a stack whose config file adds flags. */
function stackWith(extraFlags: Readonly<Record<string, FlagValue>>): string {
  const url = "rediss://10.41.0.4:6380";
  const config = parseConfig(
    stringify({
      entra: {
        application: { name: "oauth2-proxy", adminConsent: true },
        accessGroup: { name: "oauth2-proxy-users", users: [MEMBER] },
      },
      ingressController: { kind: "ingress-nginx" },
      authProxy: {
        namespace: { name: NAMESPACE },
        session: {
          store: {
            redis: {
              url,
              passwordSecret: { name: "redis-password", key: "password" },
              caSecret: { name: "redis-ca", key: "ca.crt" },
            },
          },
        },
        extraFlags,
      },
      apps: [{ name: "wiki", host: APP_HOST, service: { namespace: "default", name: "wiki", port: 80 } }],
    }),
    {},
  );
  return readFileSync(synthesize(config, { outdir: join(folder, "cdktf.out") }).file, "utf8");
}

/** The arguments of the Deployment in such a stack. */
function argumentsWith(flags: Readonly<Record<string, FlagValue>>): string[] {
  const { resource } = JSON.parse(stackWith(flags)) as {
    resource: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
  };
  const [deployment] = blocksOf(resource, "kubernetes_deployment_v1") as {
    spec: { template: { spec: { container: { args: string[] }[] } } };
  }[];
  return deployment!.spec.template.spec.container[0]!.args;
}

let pods = 0;

/** Makes a Pod like the Deployment's with other arguments, and gives its name. */
async function podWith(args: readonly string[]): Promise<string> {
  const name = `flags-${pods++}`;
  const { containers, ...spec } = template.spec!;
  const [container] = containers;
  await core.createNamespacedPod({
    namespace: NAMESPACE,
    body: {
      metadata: { name, labels: { app: name } },
      spec: { ...spec, restartPolicy: "Never", containers: [{ ...container!, args: [...args] }] },
    },
  });
  return name;
}

const logOf = (name: string): string => cluster.node.logs(NAMESPACE, name, CONTAINER);

/** Waits until a Pod answers, or says why it does not. */
async function addressOf(name: string): Promise<string> {
  return until(async () => {
    const { status } = await core.readNamespacedPod({ name, namespace: NAMESPACE });
    if (status?.containerStatuses?.[0]?.state?.terminated !== undefined) {
      throw new Error(`it ended: ${logOf(name)}`);
    }
    const ready = status?.conditions?.some((each) => each.type === "Ready" && each.status === "True");
    return ready === true ? status?.podIP : undefined;
  });
}

/** Waits until a Pod has ended by itself, and gives what it said. */
async function lastWords(name: string): Promise<string> {
  const code = await until(async () => {
    const { status } = await core.readNamespacedPod({ name, namespace: NAMESPACE });
    return status?.containerStatuses?.[0]?.state?.terminated?.exitCode;
  });
  expect(code).toBeGreaterThan(0);
  return logOf(name);
}

async function until<T>(what: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 600; tries++) {
    const found = await what();
    if (found !== undefined) return found;
    await delay(100);
  }
  throw new Error("not within 60 s");
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Asks a Pod as the controller does, for a path of the app's host. */
function ask(address: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: address, port: 4180, path, headers: { host: APP_HOST, ...headers } };
    request(options, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (part: string) => (body += part));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    })
      .on("error", reject)
      .end();
  });
}

/** Signs somebody in at a Pod, and gives its answer and where Microsoft was asked. */
async function signIn(address: string): Promise<{ readonly authorize: URL; readonly answer: Answer }> {
  const begun = await ask(address, "/oauth2/start?rd=%2F");
  const authorize = new URL(begun.headers.location ?? "");
  const cookie = (begun.headers["set-cookie"] ?? []).map((line) => line.split(";")[0]).join("; ");
  const path = await callbackPath(authorize, MEMBER);
  return { authorize, answer: await ask(address, path, { cookie }) };
}

/** What is asked of a Pod, and what the log says afterwards. */
async function used(flags: Readonly<Record<string, FlagValue>>): Promise<{ authorize: URL; log: string }> {
  const name = await podWith(argumentsWith(flags));
  const address = await addressOf(name);
  await ask(address, "/oauth2/auth", { "X-Correlation-Id": "from-outside" });
  const { authorize, answer } = await signIn(address);
  expect(answer.status).toBe(302);
  return { authorize, log: logOf(name) };
}

describe("a flag that can be added", () => {
  it("is tried, each of them", () => {
    expect(Object.keys(EFFECTS)).toEqual(EXTRA_FLAGS);
  });

  it.each(Object.entries(EFFECTS))("works: %s", async (flag, { value, seen }) => {
    seen(await used({ [flag]: value }));
  });

  it("works with all others", async () => {
    const flags = Object.fromEntries(
      Object.entries(EFFECTS)
        .filter(([, { value }]) => value !== false)
        .map(([flag, { value }]) => [flag, value]),
    );
    // With a prompt, Microsoft asks again and again.
    const { log } = await used({ ...flags, prompt: "login" });
    expect(log).toContain(`who=${MEMBER}AuthSuccess`);
  });
});

describe("what is refused", () => {
  it.each<[string, string | number, RegExp]>([
    ["logging-filename", "/var/log/oauth2-proxy.log", /log/],
    ["provider-ca-file", "/etc/corp-ca/ca.crt", /ca\.crt/],
    ["custom-sign-in-logo", "/logo.png", /logo/],
    ["standard-logging-format", "{{.Message", /unclosed action/],
    ["standard-logging-format", "{{.Nobody}}", /Nobody/],
    ["request-logging", "perhaps", /request-logging/],
    ["exclude-logging-path", '/a"b', /exclude-logging-path/],
    ["redis-connection-idle-timeout", "5m", /redis-connection-idle-timeout/],
  ])("ends the Pod otherwise: %s with %j", async (flag, value, words) => {
    // GIVEN
    expect(extraFlagProblems({ [flag]: value })).toHaveLength(1);

    // WHEN
    const name = await podWith([...argumentsWith({}), `--${flag}=${value}`]);

    // THEN
    expect(await lastWords(name)).toMatch(words);
  });

  it("ends every request that is logged: a format with a field that is not there", async () => {
    const name = await podWith([...argumentsWith({}), "--auth-logging-format={{.Nobody}}"]);
    const address = await addressOf(name);

    await expect(signIn(address)).rejects.toThrow("socket hang up");
  });

  it("is for a page that nobody sees", async () => {
    // GIVEN
    const flags = ["banner", "footer", "provider-display-name"];
    expect(extraFlagProblems(Object.fromEntries(flags.map((flag) => [flag, "SEEN"])))).toHaveLength(3);
    const name = await podWith([...argumentsWith({}), ...flags.map((flag) => `--${flag}=SEEN`)]);
    const address = await addressOf(name);

    // WHEN
    const answers = await Promise.all(
      ["/oauth2/sign_in", "/oauth2/start", "/oauth2/callback", "/oauth2/auth", "/oauth2/sign_out", "/"].map(
        (path) => ask(address, path),
      ),
    );

    // THEN
    expect(answers.map(({ status }) => status)).toEqual([302, 302, 500, 401, 302, 302]);
    expect(answers.filter(({ body }) => body.includes("SEEN"))).toEqual([]);
  });

  it("is every other flag of the program, each for a reason of its own", () => {
    const help = spawnSync(programPath("oauth2-proxy"), ["--help"], { encoding: "utf8" }).stderr;
    const names = [...help.matchAll(/^ +--([a-z-]+)/gm)].map(([, name = ""]) => name);

    expect(names.length).toBeGreaterThan(150);
    expect(EXTRA_FLAGS.filter((name) => !names.includes(flagName(name)))).toEqual([]);
    const others = names.filter((name) => !EXTRA_FLAGS.includes(name));
    const unread = others.filter((name) =>
      extraFlagProblems({ [name]: "x" }).every(({ message }) =>
        message.includes("is not known to work here"),
      ),
    );
    expect(unread).toEqual([]);
  });
});
