import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { OFFICIAL_CHART, type ChartProps } from "../lib/oauth2-proxy/helm-workload";
import { cacheFolder } from "./cluster/programs";
import type { Finding } from "./findings";

/** Environment variable with the chart, a folder or an archive, of a machine that cannot download it. */
const CHART_VARIABLE = "ENTRA_INGRESS_AUTH_LAB_CHART";
/** For an answer of the repository, in milliseconds. */
const TIMEOUT = 30_000;

const repositoryIndex = z.object({
  entries: z.record(
    z.string(),
    z.array(z.object({ version: z.string(), urls: z.array(z.string()).min(1), digest: z.string() })),
  ),
});

export interface FindChartOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** @default - the one that the library takes where nothing else is said */
  readonly chart?: Required<ChartProps>;
  /** Where a downloaded chart stays. @default - the lab's cache */
  readonly folder?: string;
}

/** Finds the chart: where the environment says, downloaded before, or in its repository. */
export async function findChart({
  environment = process.env,
  chart = OFFICIAL_CHART,
  folder = join(cacheFolder(), "charts"),
}: FindChartOptions = {}): Promise<Finding> {
  const given = environment[CHART_VARIABLE];
  if (given !== undefined && given !== "") {
    if (!existsSync(given)) throw new Error(`${CHART_VARIABLE}: there is no ${given}`);
    return { path: resolve(given) };
  }
  const path = join(folder, `${chart.chart}-${chart.version}.tgz`);
  if (existsSync(path)) return { path };
  let archive: Buffer;
  try {
    archive = await download(chart);
  } catch (error) {
    if (error instanceof NotToBeHad) return { absent: error.message };
    throw error;
  }
  mkdirSync(folder, { recursive: true });
  // Never half a chart under its name.
  writeFileSync(`${path}.part`, archive);
  renameSync(`${path}.part`, path);
  return { path };
}

/** Why a chart cannot be had, though nothing is wrong with it. */
class NotToBeHad extends Error {}

async function download({ repository, chart, version }: Required<ChartProps>): Promise<Buffer> {
  const base = `${repository.replace(/\/$/, "")}/`;
  const index = repositoryIndex.parse(parse((await get(`${base}index.yaml`)).toString("utf8")));
  const entry = index.entries[chart]?.find((candidate) => candidate.version === version);
  const url = entry?.urls[0];
  if (entry === undefined || url === undefined) {
    throw new NotToBeHad(`${repository} has no ${chart} ${version}`);
  }
  const archive = await get(new URL(url, base).href);
  const digest = createHash("sha256").update(archive).digest("hex");
  if (digest !== entry.digest) {
    throw new Error(`${url} has the digest ${digest}, and its repository's index says ${entry.digest}`);
  }
  return archive;
}

async function get(url: string): Promise<Buffer> {
  let status: number;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT) });
    if (answer.ok) return Buffer.from(await answer.arrayBuffer());
    status = answer.status;
  } catch (error) {
    // fetch itself says no more than that it failed.
    const cause = typeof error === "object" && error !== null && "cause" in error ? error.cause : error;
    throw new NotToBeHad(`${url}: ${String(cause)}`);
  }
  throw new NotToBeHad(`${url}: the server answers ${status}`);
}
