import { Resolver } from "node:dns/promises";
import { appendFile, open, readFile, writeFile } from "node:fs/promises";
import { lstatSync, mkdirSync, readlinkSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { run } from "./command";

/** Addresses inside the namespace. */
export const NETWORK = {
  /** The node: control plane, DNS, and every Pod's gateway. */
  node: "10.42.0.1",
  /** Pods. */
  pods: "10.42.0.0/16",
  /** Services. */
  services: "10.43.0.0/16",
  /** What stands for the Internet: Entra ID, and the ingress controller's public address. */
  outside: "10.41.0.0/24",
} as const;

/** Prepares a fresh namespace: private /run, hosts and resolver files, loopback, the node's address, forwarding. */
export async function prepareNetwork(folder: string): Promise<HostsFile> {
  const hosts = join(folder, "hosts");
  await writeFile(hosts, "127.0.0.1 localhost\n::1 localhost ip6-localhost\n");
  const hostname = (await readFile("/proc/sys/kernel/hostname", "utf8")).trim();
  await appendFile(hosts, `127.0.0.1 ${hostname}\n`);

  // /run holds network namespaces, and sockets of name services outside that would answer for the lab's names.
  const resolvConf = linkTarget("/etc/resolv.conf");
  await run("mount", ["-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run"]);
  mkdirSync("/run/netns");
  await run("mount", ["--bind", hosts, "/etc/hosts"]);
  const resolver = `nameserver ${NETWORK.node}\n`;
  if (resolvConf.startsWith("/run/")) {
    mkdirSync(dirname(resolvConf), { recursive: true });
    await writeFile(resolvConf, resolver);
  } else {
    await writeFile(join(folder, "resolv.conf"), resolver);
    await run("mount", ["--bind", join(folder, "resolv.conf"), "/etc/resolv.conf"]);
  }

  await run("ip", ["link", "set", "lo", "up"]);
  await addAddress(NETWORK.node);
  // Service addresses are translated on their way out; a packet that has no way never gets there.
  await run("ip", ["route", "add", NETWORK.services, "dev", "lo", "src", NETWORK.node]);
  await writeFile("/proc/sys/net/ipv4/ip_forward", "1");
  // A connection to a Service's address that ends at its own starter leaves and enters by the same interface.
  await writeFile("/proc/sys/net/ipv4/conf/all/send_redirects", "0");
  return new HostsFile(hosts);
}

/** Gives the lab's side another address, so that several servers have their own port 443. */
export async function addAddress(address: string): Promise<void> {
  await run("ip", ["address", "replace", `${address}/32`, "dev", "lo"]);
}

/** The names of the lab: what /etc/hosts says inside, and what the cluster's DNS hands on to Pods. */
export class HostsFile {
  private readonly addresses = new Map<string, string>();
  private readonly base: Promise<string>;
  private isServed = false;

  constructor(readonly path: string) {
    this.base = readFile(path, "utf8");
  }

  /** Says that the cluster's DNS reads the file. It does so now and then: names are there when it has them too. */
  serve(): void {
    this.isServed = true;
  }

  /** Makes names resolve to an address of the lab, also in Pods. */
  async set(address: string, ...names: readonly string[]): Promise<void> {
    for (const name of names) this.addresses.set(name, address);
    const lines = [...this.addresses].map(([name, to]) => `${to} ${name}\n`);
    await overwrite(this.path, (await this.base) + lines.join(""));
    if (this.isServed) for (const name of names) await untilResolved(name, address);
  }
}

/** How long the cluster's DNS may take to know a name, in milliseconds. */
const PATIENCE = 30_000;
const POLL = 20;

/** Waits until the cluster's DNS knows a name. @param address - any, unless given */
export async function untilResolved(name: string, address?: string): Promise<void> {
  const resolver = new Resolver();
  resolver.setServers([NETWORK.node]);
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const found = await resolver.resolve4(name).catch((): string[] => []);
    if (address === undefined ? found.length > 0 : found.includes(address)) return;
    if (Date.now() > deadline) throw new Error(`${name} does not resolve${to(address)} in the cluster`);
    await delay(POLL);
  }
}

function to(address: string | undefined): string {
  return address === undefined ? "" : ` to ${address}`;
}

/**
 * Writes a file in place, as it is mounted and another inode would not be seen. It is never shorter than what it
 * has to say: whoever reads it meanwhile finds all that was there before.
 */
async function overwrite(path: string, text: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    const { bytesWritten } = await file.write(text, 0);
    await file.truncate(bytesWritten);
  } finally {
    await file.close();
  }
}

/** Where a symbolic link leads, also if nothing is there. */
function linkTarget(path: string): string {
  const folder = realpathSync(dirname(path));
  const file = join(folder, path.slice(dirname(path).length + 1));
  const found = lstatSync(file, { throwIfNoEntry: false });
  return found?.isSymbolicLink() === true ? linkTarget(resolve(folder, readlinkSync(file))) : file;
}
