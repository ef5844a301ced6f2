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

/** Starts Redis; what it holds survives a restart. */
export async function startRedis(folder: string, onFailure?: (error: Error) => void): Promise<Redis> {
  if (!existsSync(PROGRAM)) throw new Error("Redis is not here: apt-get install redis-server");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await addAddress(ADDRESS);
  const authority = await CertificateAuthority.create("a CA that only Redis's clients know");
  const { certificate, privateKey } = await authority.issue({ names: [ADDRESS] });
  const files = { certificate: join(folder, "tls.crt"), key: join(folder, "tls.key") };
  writeFileSync(files.certificate, certificate);
  writeFileSync(files.key, privateKey, { mode: 0o600 });
  const password = "of-the-lab";
  const settings = [
    `bind ${ADDRESS}`,
    "port 0",
    `tls-port ${PORT}`,
    `tls-cert-file ${files.certificate}`,
    `tls-key-file ${files.key}`,
    "tls-auth-clients no",
    `tls-ca-cert-file ${files.certificate}`,
    `requirepass ${password}`,
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
    isReady: () => connects(ADDRESS, PORT, 1_000).then(() => true),
    onFailure,
  }).start();
  return { server, caCertificate: authority.certificate, password };
}
