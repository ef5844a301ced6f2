/** A Gateway as config files name it. */
export interface GatewayName {
  readonly name: string;
  readonly namespace: string;
  /** The name of its listener. */
  readonly sectionName: string;
}

/** The Gateway that the lab has, as somebody else's. */
export const GATEWAY = { name: "public", namespace: "gateways", sectionName: "https" } as const;
