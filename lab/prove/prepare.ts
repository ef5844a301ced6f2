import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseConfig, type Config, type Environment } from "../../lib/config";
import { OFFICIAL_CHART } from "../../lib/oauth2-proxy/helm-workload";
import { DEFAULT_STACK_NAME } from "../../lib/terraform/stacks";
import { whyAbsent } from "../findings";
import { API_SERVER_NAME } from "../cluster/api-server-name";
import { edgeForm, type EdgeFormName } from "../ingress/edge-forms";
import { withEdge } from "../ingress/with-edge";
import { usesHelm } from "./in-lab";
import { madeProxy } from "./made-proxy";
import { missingEdge } from "./named-edges";
import { withStandIns } from "./variables";

/** A config file that is ready to be deployed in the lab. */
export interface Prepared {
  readonly file: string;
  readonly stack: string;
  /** As the file has it. */
  readonly config: Config;
  /** The variables with which it was read. */
  readonly environment: Environment;
  /** What is another thing in the lab. */
  readonly replaced: readonly string[];
  /** Why the lab cannot deploy it. @default - it can */
  readonly whyNot?: string;
}

/** Variables for which the lab has values of its own. */
const OF_THE_LAB: Environment = { CLUSTER_ISSUER: `https://${API_SERVER_NAME}` };
const PUBLIC_CLOUD = "public";
const CLUSTER_DOMAIN = "cluster.local";

/**
 * Reads a config file; throws a `ConfigError` with everything that is wrong with it.
 * @param edge - the edge for which it is to be proved, which is another one than it names where it has other routes
 */
export function prepare(file: string, environment: Environment, edge?: EdgeFormName): Prepared {
  const asked = edge === undefined ? undefined : edgeForm(edge);
  const isRewritten = asked?.readsRoutes === true;
  const written = readFileSync(file, "utf8");
  const text = isRewritten ? withEdge(written, asked.name) : written;
  const read = (given: Environment): Config => parseConfig(text, given, file, dirname(file));
  const complete = withStandIns(text, { ...environment, ...OF_THE_LAB }, read);
  const config = read(complete.environment);
  const { state, cluster, stack = DEFAULT_STACK_NAME } = config;
  const variables = Object.entries(complete.standIns).map(
    ([name, value]) => `the variable ${name}, which is not set, is ${JSON.stringify(value)}`,
  );
  return {
    file,
    stack,
    config,
    environment: complete.environment,
    replaced: [
      ...variables,
      ...(isRewritten ? [`the file is rewritten for ${asked.words}`] : []),
      ...(cluster === undefined ? [] : ["the cluster is the lab's"]),
      ...(usesHelm(config) ? [`the chart is ${OFFICIAL_CHART.version} of the official one`] : []),
      ...(madeProxy(config)?.egressProxy === undefined
        ? []
        : ["the egress proxy is the lab's, and reads what goes through it"]),
      ...(state === undefined
        ? []
        : [`the state is a file of the lab in the place of ${state.backend ?? "local"}`]),
    ],
    whyNot: whyNot(config),
  };
}

/** The tenant of the files, which the lab's then is; several are more than one lab has. */
export function tenantOf(prepared: readonly Prepared[]): string | undefined {
  const named = prepared.flatMap(({ config, file }) => {
    const id = config.entra?.tenantId?.toLowerCase();
    return id === undefined ? [] : [{ id, file }];
  });
  const [first] = named;
  const other = named.find(({ id }) => id !== first?.id);
  if (first !== undefined && other !== undefined) {
    throw new Error(
      `${first.file} is of the tenant ${first.id} and ${other.file} of ${other.id}, and one run has one tenant; prove them one after the other`,
    );
  }
  return first?.id;
}

/** Why the lab cannot deploy a file, as it was started. */
export function whyNotHere({ config, whyNot }: Prepared, byTerraform = true): string | undefined {
  if (whyNot !== undefined || !usesHelm(config)) return whyNot;
  const absent = byTerraform ? (whyAbsent("terraform") ?? whyAbsent("helm")) : "Terraform is not wanted";
  return absent === undefined ? undefined : `a release of the chart takes Terraform and the chart: ${absent}`;
}

function whyNot(config: Config): string | undefined {
  const { entra, authProxy, clusterDomain = CLUSTER_DOMAIN, apps } = config;
  const edge = missingEdge(config);
  if (edge !== undefined) return `the lab has no edge of the kind ${edge}, which nobody has run here`;
  const cloud = entra?.cloud ?? PUBLIC_CLOUD;
  if (cloud !== PUBLIC_CLOUD) return `the lab has no Microsoft cloud ${cloud}, only the public one`;
  if (clusterDomain !== CLUSTER_DOMAIN) {
    return `the lab's cluster has the domain ${CLUSTER_DOMAIN} and not ${clusterDomain}`;
  }
  if (authProxy !== undefined && "service" in authProxy) {
    return "its auth proxy is somebody else's, and what that answers follows from settings that are not in the file";
  }
  const store = authProxy?.session?.store;
  const redis = typeof store === "object" ? store.redis : undefined;
  if (redis?.cluster === true) return "the lab has no Redis Cluster";
  if (redis?.sentinel !== undefined) return "the lab has no Sentinels of yours";
  if (redis?.urlSecret !== undefined) return "the URL of your Redis is in a Secret";
  if (madeProxy(config)?.egressProxy?.url?.startsWith("https:") === true) {
    return "the lab has no egress proxy that speaks TLS itself";
  }
  const outside = apps.find(({ tls }) => tls === "external");
  if (outside !== undefined) {
    return `TLS of ${outside.host} ends before the ingress controller, and the lab has nothing there`;
  }
  return undefined;
}
