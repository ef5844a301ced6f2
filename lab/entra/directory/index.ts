import { DirectoryError } from "./errors";
import type { Application, User } from "./model";
import type { DirectoryClock } from "./clock";
import { same } from "./rules";
import { Tenant, type TenantProps } from "./tenant";

export * from "./errors";
export * from "./membership";
export type * from "./model";
export { NEW_THINGS, type NewThing } from "./clock";
export { digest, removePassword } from "./credentials";
export { same } from "./rules";
export { DEFAULT_ACCESS, Tenant, type TenantProps } from "./tenant";

/** A person with the tenant that keeps their account. */
export interface Account {
  readonly tenant: Tenant;
  readonly user: User;
}

/** All tenants, as one Entra holds them. */
export class Directory {
  private readonly all: Tenant[] = [];

  constructor(private readonly clock: DirectoryClock) {}

  addTenant(props: TenantProps): Tenant {
    const tenant = new Tenant(props, this.clock);
    this.all.push(tenant);
    return tenant;
  }

  get tenants(): readonly Tenant[] {
    return this.all;
  }

  /** A tenant by id or by one of its domains. */
  findTenant(name: string): Tenant | undefined {
    return this.all.find(({ id, domains }) => same(id, name) || domains.some((domain) => same(domain, name)));
  }

  tenant(name: string): Tenant {
    const tenant = this.findTenant(name);
    if (!tenant) throw new DirectoryError("not-found", `There is no tenant ${name}.`);
    return tenant;
  }

  /** An application with the tenant that registered it. */
  findApplication(appId: string): { tenant: Tenant; application: Application } | undefined {
    for (const tenant of this.all) {
      const application = tenant.applications.find((candidate) => same(candidate.appId, appId));
      if (application) return { tenant, application };
    }
    return undefined;
  }

  /** The people who have an account here and are not somebody else's guest. */
  accounts(): Account[] {
    return this.all.flatMap((tenant) =>
      tenant.users
        .list()
        .filter(({ home }) => home === undefined)
        .map((user) => ({ tenant, user })),
    );
  }

  /** A person by the name they sign in with. */
  findAccount(userPrincipalName: string): Account | undefined {
    return this.accounts().find(({ user }) => same(user.userPrincipalName, userPrincipalName));
  }

  /** The account of a person as a tenant knows it: a member's own, or a guest's. */
  userIn(tenant: Tenant, account: Account): User | undefined {
    if (account.tenant === tenant) return tenant.users.get(account.user.id);
    return tenant.users.find(
      ({ home }) => home?.tenantId === account.tenant.id && home.userId === account.user.id,
    );
  }
}
