import { BlockList, isIP } from "node:net";

/** The ranges of RFC 1918, RFC 6598 and RFC 4193, which a cluster's Pods and nodes have. */
export const PRIVATE_RANGES = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "fc00::/7",
] as const;

const PRIVATE = new BlockList();
for (const range of PRIVATE_RANGES) {
  const [address = "", length] = range.split("/");
  PRIVATE.addSubnet(address, Number(length), familyOf(address));
}

/** Whether a text is an address of a private range, which no router of the Internet carries. */
export function isPrivateAddress(address: string): boolean {
  return isIP(address) !== 0 && PRIVATE.check(address, familyOf(address));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}
