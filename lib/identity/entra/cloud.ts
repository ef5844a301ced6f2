/** A Microsoft cloud: where its people sign in, and what the azuread provider calls it. */
export interface CloudEndpoints {
  /** The host of the sign-in pages and of every token's issuer. */
  readonly loginHost: string;
  /** The azuread provider's `environment`. */
  readonly environment: string;
  /** Where people see which account they are signed in with. */
  readonly accountUrl?: string;
}

/** The clouds in which Entra ID runs. */
export const CLOUDS = {
  public: {
    loginHost: "login.microsoftonline.com",
    environment: "public",
    accountUrl: "https://myaccount.microsoft.com/",
  },
  usgovernment: { loginHost: "login.microsoftonline.us", environment: "usgovernmentl4" },
  usgovernmentl5: { loginHost: "login.microsoftonline.us", environment: "usgovernmentl5" },
  china: { loginHost: "login.partner.microsoftonline.cn", environment: "china" },
} satisfies Record<string, CloudEndpoints>;

/** One of Microsoft's clouds, each with tenants of its own. */
export type Cloud = keyof typeof CLOUDS;

export function cloudEndpoints(cloud: Cloud): CloudEndpoints {
  return CLOUDS[cloud];
}

/** The issuer that version 2 tokens of a tenant name. */
export function issuerUrl(cloud: Cloud, tenantId: string): string {
  return `https://${CLOUDS[cloud].loginHost}/${tenantId}/v2.0`;
}

/** Where a person is asked to sign in, without the query. */
export function authorizeUrl(cloud: Cloud, tenantId: string): string {
  return `https://${CLOUDS[cloud].loginHost}/${tenantId}/oauth2/v2.0/authorize`;
}

/** Where programs get version 2 tokens of a tenant. */
export function tokenUrl(cloud: Cloud, tenantId: string): string {
  return `https://${CLOUDS[cloud].loginHost}/${tenantId}/oauth2/v2.0/token`;
}

/** Where a tenant has the keys that its tokens are signed with. */
export function keysUrl(cloud: Cloud, tenantId: string): string {
  return `https://${CLOUDS[cloud].loginHost}/${tenantId}/discovery/v2.0/keys`;
}

/** Where a person ends their sign-in to Entra itself. */
export function signOutUrl(cloud: Cloud, tenantId: string): string {
  return `https://${CLOUDS[cloud].loginHost}/${tenantId}/oauth2/v2.0/logout`;
}
