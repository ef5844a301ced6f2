/** The Gateway that the lab has, as somebody else's whom config files name. */
export const GATEWAY = { name: "public", namespace: "gateways", sectionName: "https" } as const;
