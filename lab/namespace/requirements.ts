import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Options of unshare that make the lab's namespace. */
export const UNSHARE_OPTIONS = [
  "--user",
  "--map-root-user",
  "--net",
  "--mount",
  "--pid",
  "--fork",
  "--kill-child",
  "--mount-proc",
] as const;

/** Programs that the lab calls, and the Debian package that each comes with. */
const PROGRAMS: Readonly<Record<string, string>> = {
  unshare: "util-linux",
  nsenter: "util-linux",
  setpriv: "util-linux",
  mount: "mount",
  ip: "iproute2",
  nft: "nftables",
  bwrap: "bubblewrap",
};

const SYSCTLS = [
  "user/max_user_namespaces",
  "user/max_net_namespaces",
  "kernel/unprivileged_userns_clone",
  "kernel/apparmor_restrict_unprivileged_userns",
] as const;

/** Value of each kernel setting that exists on the machine. */
export type Sysctls = Readonly<Partial<Record<(typeof SYSCTLS)[number], string>>>;

/** Search path with the folders of system programs, which an ordinary user's often lacks. */
export function systemPath(path = process.env.PATH ?? ""): string {
  const present = path.split(delimiter);
  return [...present, ...["/usr/sbin", "/sbin"].filter((folder) => !present.includes(folder))].join(
    delimiter,
  );
}

/** Throws, saying what to install or to enable, if this machine cannot run the lab. */
export function checkRequirements(): void {
  const missing = missingPackages((name) =>
    systemPath()
      .split(delimiter)
      .some((folder) => existsSync(join(folder, name))),
  );
  if (missing.length > 0)
    throw new Error(`the lab needs programs that are not here: apt-get install ${missing.join(" ")}`);
  const tried = spawnSync("unshare", [...UNSHARE_OPTIONS, "true"], { encoding: "utf8" });
  if (tried.status !== 0) throw new Error(explainRefusal(readSysctls(), tried.stderr.trim()));
}

/** Debian packages to install so that every program that the lab calls is there. */
export function missingPackages(isPresent: (program: string) => boolean): string[] {
  const packages = Object.entries(PROGRAMS).flatMap(([name, from]) => (isPresent(name) ? [] : [from]));
  return [...new Set(packages)].sort();
}

/** What to enable on a machine that refuses to make the namespace. */
export function explainRefusal(sysctls: Sysctls, message: string): string {
  const enable: string[] = [];
  if (sysctls["kernel/unprivileged_userns_clone"] === "0") enable.push("kernel.unprivileged_userns_clone=1");
  if (sysctls["kernel/apparmor_restrict_unprivileged_userns"] === "1") {
    enable.push("kernel.apparmor_restrict_unprivileged_userns=0");
  }
  if (sysctls["user/max_user_namespaces"] === "0") enable.push("user.max_user_namespaces=10000");
  if (sysctls["user/max_net_namespaces"] === "0") enable.push("user.max_net_namespaces=10000");
  const refused = `the lab runs in namespaces of its own, and this machine refuses them (${message})`;
  if (enable.length > 0) return `${refused}; allow them with: sudo sysctl -w ${enable.join(" ")}`;
  return `${refused}; inside a container, start that with --privileged, or run the lab on the machine itself`;
}

function readSysctls(): Sysctls {
  const found: Partial<Record<(typeof SYSCTLS)[number], string>> = {};
  for (const name of SYSCTLS) {
    const path = join("/proc/sys", name);
    if (existsSync(path)) found[name] = readFileSync(path, "utf8").trim();
  }
  return found;
}
