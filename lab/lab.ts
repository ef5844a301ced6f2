import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { App } from "cdktf";
import { loadConfig, parseConfig, type Config } from "../lib/config";
import { configuredStack, type ConfiguredStack } from "../lib/stack";
import { synthesize } from "../lib/synthesize";
import { CertificateAuthority, type KeyPair } from "./certificates";
import { startCluster, type Cluster } from "./cluster/cluster";
import type { Image } from "./cluster/node/image";
import { programPath } from "./cluster/programs";
import { LOGIN_ALIASES, start, type RunningEntra } from "./entra/server";
import { placeOf } from "./findings";
import type { OAuthApp, Person } from "./github/people";
import { GITHUB_NAMES, startGitHub, type RunningGitHub } from "./github/server";
import { edgeForm, type EdgeFormName } from "./ingress/edge-forms";
import { Edges } from "./ingress/edges";
import { startIngressWebhook } from "./ingress/ingress-webhook";
import type { Nginx } from "./ingress/nginx";
import { withEdge } from "./ingress/with-edge";
import { addAddress, type HostsFile, prepareNetwork } from "./namespace/network";
import { installPodinfo, PODINFO_IMAGE } from "./podinfo/podinfo";
import { stackObjects } from "./stack-objects";
import type { PlacedStack } from "./stack-objects/placed-stack";
import { Terraform, type TerraformProgram } from "./terraform";
import { mirrorEnvironment } from "./terraform-providers";

/** Where the lab's parts of the Internet answer. */
export const ADDRESSES = { entra: "10.41.0.2", ingress: "10.41.0.3", github: "10.41.0.5" } as const;
export const ENTRA_NAMES = ["login.microsoftonline.com", "graph.microsoft.com", ...LOGIN_ALIASES];
export const APP_HOST = "podinfo.example.com";
/** The host of an app of another stack. */
export const OTHER_HOST = "partners.example.com";

export interface LabOptions {
  /** Folder for everything that the lab writes; gone with the namespace. */
  readonly folder: string;
  /** Told what is being done. */
  readonly onProgress?: (step: string) => void;
  /** Told when a program ends without having been asked to. */
  readonly onFailure?: (error: Error) => void;
  /** The id of the tenant in which stacks are deployed, a GUID in lower case. @default - the lab's own */
  readonly tenantId?: string;
  /** Told the method and address of every call of Microsoft Graph. @default - nobody is */
  readonly onGraphCall?: (call: string) => void;
  /** The edge for which config files are deployed, whichever they name. @default - the one that they name */
  readonly edge?: EdgeFormName;
}

export interface DeployerOptions {
  /** Changes the stack before it is synthesized, as a user of the library can. @default - the file as it is */
  readonly alter?: (stack: ConfiguredStack) => void;
  /** Values of variables that the config file names, beside those of the lab. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** The edge for which the file is deployed, whichever it names. @default - that of the lab */
  readonly edge?: EdgeFormName;
  /** @default "terraform" */
  readonly program?: TerraformProgram;
  /** Told every line that Terraform prints. */
  readonly onLine?: (line: string) => void;
}

/** The whole system, running, with the sample's stack not yet deployed. */
export interface Lab {
  readonly authority: CertificateAuthority;
  readonly entra: RunningEntra;
  readonly cluster: Cluster;
  readonly edges: Edges;
  /** The names of the lab, in Pods too. */
  readonly hosts: HostsFile;
  /** Where everything that the lab writes is. */
  readonly folder: string;
  /** A certificate of the lab's CA, with the CA's own behind it. */
  issue(names: readonly string[]): Promise<KeyPair>;
  /** Lets Pods have the auth proxy's program under another image's name. */
  addProxyImage(repository: string): void;
  /** What a deployer of the stack has in the environment: credentials, the cluster and the CA to trust. */
  readonly environment: Readonly<Record<string, string>>;
  /** Synthesizes a config file, and gives Terraform for the stack, with the deployer's environment. */
  deployer(file: string, options?: DeployerOptions): Terraform;
  /** Synthesizes a config file, and gives the file of the stack. */
  synthesize(file: string, options?: Pick<DeployerOptions, "alter" | "edge" | "variables">): string;
  /** Lets a webhook refuse what that of ingress-nginx refuses, as long as the work takes. */
  withWebhook(work: () => Promise<void>): Promise<void>;
  /** Lets nginx answer in the place of Traefik, with the webhook, as long as the work takes. */
  withNginx(work: (nginx: Nginx) => Promise<void>): Promise<void>;
  /** Lets an emulator of GitHub, with one OAuth app, answer as long as the work takes. */
  withGitHub(app: OAuthApp, work: () => Promise<void>): Promise<void>;
  /** Starts an emulator of GitHub, with one OAuth app. @param people - those of the lab, unless given */
  startGitHub(app: OAuthApp, people?: readonly Person[]): Promise<RunningGitHub>;
  /** Puts the objects of one more stack in place without Terraform, beside those of others. */
  newStackObjects(): PlacedStack;
  /** Puts a stack's objects in place without Terraform. */
  readonly stackObjects: PlacedStack;
  close(): Promise<void>;
}

/** Starts Entra, the cluster, the ingress controller and the app inside the lab's namespace. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { folder, onProgress, onFailure, tenantId, onGraphCall } = options;
  const step = (text: string): void => onProgress?.(text);
  step("names, addresses and certificates");
  const hosts = await prepareNetwork(folder);
  for (const address of Object.values(ADDRESSES)) await addAddress(address);
  await hosts.set(ADDRESSES.entra, ...ENTRA_NAMES);
  const authority = await CertificateAuthority.create("entra-ingress-auth lab");
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, authority.certificate);

  step("Entra ID");
  const entra = await start({
    host: ADDRESSES.entra,
    port: 443,
    tls: await issue(authority, ENTRA_NAMES),
    trust: authority.certificate,
    tenantId,
    onGraphCall,
  });
  step("etcd, API server, controllers, scheduler, DNS and the node");
  const images = [oauth2ProxyImage(caFile), PODINFO_IMAGE];
  const cluster = await startCluster({
    folder: join(folder, "cluster"),
    hosts,
    authority,
    images,
    onFailure,
  });
  step("the app and the ingress controller");
  await installPodinfo(cluster.config, await issue(authority, [APP_HOST, OTHER_HOST]));
  const edges = await Edges.start(
    {
      folder,
      address: ADDRESSES.ingress,
      hosts,
      config: cluster.config,
      caFile: cluster.caFile,
      trustFile: caFile,
      issue: (names) => issue(authority, names),
      onFailure,
    },
    APP_HOST,
    OTHER_HOST,
  );
  if (options.edge !== undefined && edgeForm(options.edge).readsRoutes) await edges.readRoutes();

  const { deployer } = entra.seed;
  const environment = {
    ARM_TENANT_ID: deployer.tenantId,
    ARM_CLIENT_ID: deployer.clientId,
    ARM_CLIENT_SECRET: deployer.clientSecret,
    SSL_CERT_FILE: caFile,
    KUBECONFIG_PATH: cluster.kubeconfig,
    ...mirrorEnvironment(
      folder,
      [placeOf("terraform"), placeOf("tofu")].filter((mirror) => mirror !== undefined),
    ),
  };
  const newStackObjects = (): PlacedStack =>
    stackObjects({ deployer, ca: authority.certificate, config: cluster.config });
  const startGitHubFor: Lab["startGitHub"] = async (app, people) => {
    await hosts.set(ADDRESSES.github, ...GITHUB_NAMES);
    const tls = await issue(authority, GITHUB_NAMES);
    return startGitHub({ app, people, host: ADDRESSES.github, port: 443, tls });
  };
  const synthesizeFile: Lab["synthesize"] = (file, { alter, edge = options.edge, variables } = {}) => {
    const outdir = join(folder, "cdktf.out");
    const environment = {
      KUBECONFIG_PATH: cluster.kubeconfig,
      CLUSTER_ISSUER: cluster.issuer,
      OAUTH2_PROXY_CHART: placeOf("helm"),
      ...variables,
    };
    const config =
      edge === undefined
        ? loadConfig(file, environment)
        : parseConfig(withEdge(readFileSync(file, "utf8"), edge), environment, file, dirname(file));
    return alter === undefined
      ? synthesize(config, { outdir }).file
      : synthesizeAltered(config, outdir, alter);
  };
  const withWebhook: Lab["withWebhook"] = async (work) => {
    const webhook = await startIngressWebhook({ config: cluster.config, authority });
    try {
      await work();
    } finally {
      await webhook.close();
    }
  };
  return {
    authority,
    entra,
    cluster,
    edges,
    hosts,
    folder,
    issue: (names) => issue(authority, names),
    addProxyImage: (repository) => {
      if (images.every((image) => image.repository !== repository)) {
        images.push({ ...oauth2ProxyImage(caFile), repository });
      }
    },
    environment,
    synthesize: synthesizeFile,
    withWebhook,
    deployer: (file, { program, onLine, ...options } = {}) =>
      new Terraform({ program, folder: dirname(synthesizeFile(file, options)), environment, onLine }),
    withNginx: (work) => edges.withNginx((nginx) => withWebhook(() => work(nginx))),
    startGitHub: startGitHubFor,
    withGitHub: async (app, work) => {
      const github = await startGitHubFor(app);
      try {
        await work();
      } finally {
        await github.close();
      }
    },
    stackObjects: newStackObjects(),
    newStackObjects,
    close: async () => {
      await edges.stop();
      await cluster.close();
      await entra.close();
    },
  };
}

/** Synthesizes as somebody does whose own program makes the stack and reaches into it. */
function synthesizeAltered(config: Config, outdir: string, alter: (stack: ConfiguredStack) => void): string {
  const app = new App({ outdir });
  const stack = configuredStack(app, config);
  alter(stack);
  app.synth();
  return join(outdir, "stacks", stack.node.id, "cdk.tf.json");
}

/** A certificate with the CA's own behind it: a browser that trusts the lab by its CA's key has to see that key. */
async function issue(authority: CertificateAuthority, names: readonly string[]): Promise<KeyPair> {
  const { certificate, privateKey } = await authority.issue({ names });
  return { certificate: certificate + authority.certificate, privateKey };
}

/** The real program, in an image that trusts the lab's CA. */
export function oauth2ProxyImage(caFile: string): Image {
  return {
    repository: "quay.io/oauth2-proxy/oauth2-proxy",
    entrypoint: ["/bin/oauth2-proxy"],
    files: {
      "/bin/oauth2-proxy": programPath("oauth2-proxy"),
      "/etc/ssl/certs/ca-certificates.crt": caFile,
    },
    user: 65_532,
  };
}
