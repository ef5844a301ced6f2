import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CertificateAuthority } from "./certificates";
import { Component } from "./cluster/component";
import { connects } from "./cluster/node/probe";
import { addAddress } from "./namespace/network";

const PROGRAM = "/usr/bin/redis-server";
/** Where it answers, as in lab/e2e/redis.yaml. */
const ADDRESS = "10.41.0.4";
const PORT = 6380;

/** A Redis as somebody brings it along: TLS only, a certificate of a CA of its own, a password. */
export interface Redis {
  readonly server: Component;
  /** What the auth proxy has to trust, and nothing else in the lab does. */
  readonly caCertificate: string;
  readonly password: string;
}

export interface RedisOptions {
  readonly onFailure?: (error: Error) => void;
  /** @default - where lab/e2e/redis.yaml looks for it */
  readonly address?: string;
  /** @default 6380 */
  readonly port?: number;
  /** The names of its certificate, or false for no TLS. @default - its address */
  readonly tls?: readonly string[] | false;
  /** Whether it asks for a password. @default true */
  readonly asksForPassword?: boolean;
  /** The CA that signs its certificate. @default - one of its own */
  readonly authority?: CertificateAuthority;
}

/** Starts Redis; what it holds survives a restart. */
export async function startRedis(folder: string, options: RedisOptions = {}): Promise<Redis> {
  const { onFailure, address = ADDRESS, port = PORT, tls = [address], asksForPassword = true } = options;
  if (!existsSync(PROGRAM)) throw new Error("Redis is not here: apt-get install redis-server");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await addAddress(address);
  const authority =
    options.authority ?? (await CertificateAuthority.create("a CA that only Redis's clients know"));
  const password = "of-the-lab";
  const settings = [
    `bind ${address}`,
    ...(tls === false ? [`port ${port}`] : await tlsSettings(folder, port, authority, tls)),
    ...(asksForPassword ? [`requirepass ${password}`] : ["protected-mode no"]),
    `dir ${folder}`,
    "appendonly yes",
  ];
  const file = join(folder, "redis.conf");
  writeFileSync(file, `${settings.join("\n")}\n`, { mode: 0o600 });
  const server = await new Component({
    name: "redis",
    path: PROGRAM,
    args: [file],
    log: join(folder, "redis.log"),
    isReady: () => connects(address, port, 1_000).then(() => true),
    onFailure,
  }).start();
  return { server, caCertificate: authority.certificate, password };
}

async function tlsSettings(
  folder: string,
  port: number,
  authority: CertificateAuthority,
  names: readonly string[],
): Promise<string[]> {
  const { certificate, privateKey } = await authority.issue({ names });
  const files = { certificate: join(folder, "tls.crt"), key: join(folder, "tls.key") };
  writeFileSync(files.certificate, certificate);
  writeFileSync(files.key, privateKey, { mode: 0o600 });
  return [
    "port 0",
    `tls-port ${port}`,
    `tls-cert-file ${files.certificate}`,
    `tls-key-file ${files.key}`,
    "tls-auth-clients no",
    `tls-ca-cert-file ${files.certificate}`,
  ];
}
