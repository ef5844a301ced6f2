import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Component } from "./cluster/component";
import { connects } from "./cluster/node/probe";
import { addAddress } from "./namespace/network";

/** Where they answer, as in lab/e2e/sentinel.yaml. */
const ADDRESS = "10.41.0.4";
const REDIS_PORTS = [6379, 6380] as const;
const SENTINEL_PORTS = [26379, 26380, 26381] as const;

/** Two Redis of which one is the master, and three Sentinels that watch them, each with a password. */
export interface WatchedRedis {
  /** The one that is the master first. */
  readonly master: Component;
  /** The Sentinel of the URL. */
  readonly firstSentinel: Component;
  readonly passwords: { readonly redis: string; readonly sentinel: string };
  stop(): Promise<void>;
}

/** Starts them, and waits until the Sentinels can vote. */
export async function startWatchedRedis(folder: string): Promise<WatchedRedis> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await addAddress(ADDRESS);
  const passwords = { redis: "of-the-lab", sentinel: "of-the-sentinels" };
  const [masterPort] = REDIS_PORTS;
  const redis = await Promise.all(
    REDIS_PORTS.map((port) =>
      start(folder, `redis-${port}`, port, [
        `requirepass ${passwords.redis}`,
        `masterauth ${passwords.redis}`,
        ...(port === masterPort ? [] : [`replicaof ${ADDRESS} ${masterPort}`]),
      ]),
    ),
  );
  const sentinels = await Promise.all(
    SENTINEL_PORTS.map((port) =>
      start(folder, `sentinel-${port}`, port, [
        `requirepass ${passwords.sentinel}`,
        `sentinel monitor mymaster ${ADDRESS} ${masterPort} 2`,
        `sentinel auth-pass mymaster ${passwords.redis}`,
        "sentinel down-after-milliseconds mymaster 3000",
        "sentinel failover-timeout mymaster 20000",
      ]),
    ),
  );
  const [master] = redis;
  const [firstSentinel] = sentinels;
  if (master === undefined || firstSentinel === undefined) throw new Error("unreachable: there are several");
  const stop = async (): Promise<void> => {
    for (const component of [...sentinels, ...redis]) await component.stop();
  };
  return { master, firstSentinel, passwords, stop };
}

async function start(
  folder: string,
  name: string,
  port: number,
  settings: readonly string[],
): Promise<Component> {
  const own = join(folder, name);
  mkdirSync(own);
  const file = join(own, "redis.conf");
  writeFileSync(file, `${[`bind ${ADDRESS}`, `port ${port}`, `dir ${own}`, ...settings].join("\n")}\n`, {
    mode: 0o600,
  });
  return new Component({
    name,
    path: "/usr/bin/redis-server",
    args: [file, ...(name.startsWith("sentinel") ? ["--sentinel"] : [])],
    log: join(own, "log"),
    isReady: () => connects(ADDRESS, port, 1_000).then(() => true),
  }).start();
}
