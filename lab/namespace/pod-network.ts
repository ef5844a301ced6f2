import { existsSync } from "node:fs";
import { run } from "./command";
import { NETWORK } from "./network";

/** First address that Pods get; those below belong to the node. */
const FIRST = 10;
/** Pods that the node has room for. */
const ROOM = 240;

/** A Pod's network namespace. */
export interface PodNetwork {
  readonly address: string;
  /** File that nsenter takes to enter it. */
  readonly path: string;
}

/**
 * Makes a network namespace for each Pod, joined to the node by a pair of interfaces and routes of their own. There
 * is no bridge in between: over a bridge, answers of one Pod to another would bypass the node and with it the
 * translation of Service addresses, unless the machine has br_netfilter loaded.
 */
export class PodNetworks {
  private readonly used = new Set<number>();
  private last = FIRST - 1;

  /** Makes the network of a Pod; the name has to be a file name. */
  async add(name: string): Promise<PodNetwork> {
    const number = this.take();
    const address = `10.42.0.${number}`;
    const link = `pod${number}`;
    try {
      await run(
        "ip",
        ["-batch", "-"],
        [
          `netns add ${name}`,
          `link add ${link} type veth peer name eth0 netns ${name}`,
          ...(hasIpv6() ? [`link set ${link} addrgenmode none`] : []),
          `link set ${link} up`,
          `route add ${address}/32 dev ${link}`,
        ].join("\n"),
      );
      await run(
        "ip",
        ["-n", name, "-batch", "-"],
        [
          "link set lo up",
          `address add ${address}/32 dev eth0`,
          "link set eth0 up",
          `route add ${NETWORK.node} dev eth0`,
          `route add default via ${NETWORK.node}`,
        ].join("\n"),
      );
      const path = `/run/netns/${name}`;
      // As container runtimes do: a program without capabilities may listen on port 80.
      await run("nsenter", [
        `--net=${path}`,
        "sh",
        "-c",
        "echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start",
      ]);
      return { address, path };
    } catch (error) {
      await this.remove(name, address);
      throw error;
    }
  }

  /** Removes the network of a Pod. */
  async remove(name: string, address: string): Promise<void> {
    const number = Number(address.split(".")[3]);
    const gone = () => undefined;
    await run("ip", ["link", "delete", `pod${number}`]).catch(gone);
    await run("ip", ["netns", "delete", name]).catch(gone);
    this.used.delete(number);
  }

  /** Takes the next free number, and one given back only after all others: nobody still has its address in mind. */
  private take(): number {
    for (let step = 1; step <= ROOM; step++) {
      const number = FIRST + ((this.last - FIRST + step) % ROOM);
      if (this.used.has(number)) continue;
      this.used.add(number);
      this.last = number;
      return number;
    }
    throw new Error(`the node has room for ${ROOM} Pods`);
  }
}

/**
 * The kernel gives each interface an IPv6 address of its own where it can, a second or two after the interface is
 * there. A browser on the node takes an address that comes or goes for another network, and drops its connections.
 */
function hasIpv6(): boolean {
  return existsSync("/proc/sys/net/ipv6");
}
