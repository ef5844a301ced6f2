import { randomBytes, randomUUID } from "node:crypto";
import type { DirectoryClock, NewThing } from "./clock";
import { Collection } from "./collection";
import {
  applicationDefaults,
  groupDefaults,
  servicePrincipalDefaults,
  userDefaults,
  type NewApplication,
  type NewGroup,
  type NewServicePrincipal,
  type NewUser,
} from "./defaults";
import { addFederatedCredential, addPassword, type NewPassword } from "./credentials";
import { DirectoryError, notFound } from "./errors";
import type {
  Application,
  AppRoleAssignment,
  DirectoryObject,
  FederatedIdentityCredential,
  Group,
  PermissionGrant,
  ServicePrincipal,
  TokenLifetimes,
  User,
} from "./model";
import { addReference, dropReference, duplicate, removeReference, same } from "./rules";

/** The role that stands for "may use it" where an application defines none. */
export const DEFAULT_ACCESS = "00000000-0000-0000-0000-000000000000";

export interface TenantProps {
  readonly id: string;
  readonly displayName: string;
  /** Its verified domains; the first is the initial one, `*.onmicrosoft.com`. */
  readonly domains: readonly [string, ...string[]];
  readonly countryCode?: string;
}

/** One tenant: its objects, and the rules they keep. */
export class Tenant {
  readonly id: string;
  readonly displayName: string;
  readonly domains: readonly [string, ...string[]];
  readonly countryCode: string;
  /** Whether people may consent to an application for themselves. */
  userConsent = true;
  /** How many objects one principal may have created: Entra's 250 for all but administrators. */
  objectQuota = 250;
  readonly lifetimes: TokenLifetimes = { access: 3599, id: 3600, refresh: 90 * 86_400, code: 600 };

  readonly users: Collection<User>;
  readonly groups: Collection<Group>;
  readonly applications: Collection<Application>;
  readonly servicePrincipals: Collection<ServicePrincipal>;
  readonly permissionGrants: Collection<PermissionGrant>;
  readonly appRoleAssignments: Collection<AppRoleAssignment>;

  constructor(
    props: TenantProps,
    private readonly clock: DirectoryClock,
  ) {
    this.id = props.id;
    this.displayName = props.displayName;
    this.domains = props.domains;
    this.countryCode = props.countryCode ?? "NL";
    const now = () => clock.now();
    this.users = new Collection(now);
    this.groups = new Collection(now);
    this.applications = new Collection(now);
    this.servicePrincipals = new Collection(now);
    this.permissionGrants = new Collection(now);
    this.appRoleAssignments = new Collection(now);
  }

  addUser(user: NewUser): User {
    const taken = this.users.all().some(({ userPrincipalName: name }) => same(name, user.userPrincipalName));
    if (taken) throw duplicate("userPrincipalName");
    const mailNickname = user.userPrincipalName.split("@")[0] ?? user.userPrincipalName;
    return this.users.add({
      ...userDefaults(),
      mailNickname,
      ...user,
      ...this.stamp("user", undefined, user.id),
    });
  }

  addGroup(group: NewGroup, createdBy?: string): Group {
    this.checkQuota(createdBy);
    if (
      group.mailEnabled &&
      this.groups.all().some(({ mailNickname }) => same(mailNickname, group.mailNickname))
    ) {
      throw duplicate("mailNickname");
    }
    for (const id of [...(group.members ?? []), ...(group.owners ?? [])]) this.requirePrincipal(id);
    return this.groups.add({
      ...groupDefaults(),
      mailNickname: group.mailNickname ?? randomUUID().slice(0, 10),
      ...group,
      ...this.stamp("group", createdBy, group.id),
    });
  }

  addApplication(application: NewApplication, createdBy?: string): Application {
    this.checkQuota(createdBy);
    this.checkIdentifierUris(application.identifierUris ?? []);
    for (const id of application.owners ?? []) this.requirePrincipal(id);
    return this.applications.add({
      ...applicationDefaults(),
      ...application,
      appId: application.appId ?? randomUUID(),
      publisherDomain: this.domains[0],
      ...this.stamp("application", createdBy, application.id),
    });
  }

  /** Adds the service principal of an application, of this tenant or of another. */
  addServicePrincipal(servicePrincipal: NewServicePrincipal, createdBy?: string): ServicePrincipal {
    const { appId } = servicePrincipal;
    if (this.servicePrincipals.all().some((existing) => same(existing.appId, appId))) {
      throw new DirectoryError(
        "duplicate",
        `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
      );
    }
    this.checkQuota(createdBy);
    for (const id of servicePrincipal.owners ?? []) this.requirePrincipal(id);
    return this.servicePrincipals.add({
      ...servicePrincipalDefaults(),
      ...servicePrincipal,
      ...this.stamp("servicePrincipal", createdBy, servicePrincipal.id),
    });
  }

  /** Refuses identifier URIs that another application of the tenant has. */
  checkIdentifierUris(uris: readonly string[], except?: string): void {
    for (const { id, identifierUris } of this.applications.all()) {
      if (id !== except && identifierUris.some((uri) => uris.some((wanted) => same(uri, wanted)))) {
        throw duplicate("identifierUris");
      }
    }
  }

  addMember(groupId: string, memberId: string): void {
    const group = this.groups.require(groupId);
    const { id } = this.requirePrincipal(memberId);
    if (id === group.id)
      throw new DirectoryError("invalid", "A group cannot be added as a member of itself.");
    addReference(group.members, id, "members");
  }

  removeMember(groupId: string, memberId: string): void {
    removeReference(this.groups.require(groupId).members, memberId);
  }

  /** Adds an owner to an application, a group or a service principal. */
  addOwner(object: Application | Group | ServicePrincipal, ownerId: string): void {
    addReference(object.owners, this.requirePrincipal(ownerId).id, "owners");
  }

  removeOwner(object: Application | Group | ServicePrincipal, ownerId: string): void {
    removeReference(object.owners, ownerId);
  }

  /** Makes a secret; its text is told here and never again. */
  addPassword(object: Application | ServicePrincipal, wanted: NewPassword) {
    return addPassword(object, wanted, this.clock);
  }

  addFederatedCredential(
    application: Application,
    credential: Omit<FederatedIdentityCredential, keyof DirectoryObject>,
  ): FederatedIdentityCredential {
    return addFederatedCredential(application, credential, this.stamp("credential"));
  }

  /** Records consent; what was granted before stays. */
  addPermissionGrant(grant: Omit<PermissionGrant, keyof DirectoryObject>): PermissionGrant {
    this.servicePrincipals.require(grant.clientId);
    this.servicePrincipals.require(grant.resourceId);
    if (grant.principalId !== null) this.users.require(grant.principalId);
    const exists = this.permissionGrants
      .all()
      .some(
        ({ clientId, resourceId, principalId }) =>
          clientId === grant.clientId && resourceId === grant.resourceId && principalId === grant.principalId,
      );
    if (exists) throw new DirectoryError("duplicate", "Permission entry already exists.");
    return this.permissionGrants.add({
      ...grant,
      ...this.stamp("grant", undefined, randomBytes(32).toString("base64url")),
    });
  }

  /** Assigns a person, a group or a service principal to a role of an application, or to its use. */
  assign(assignment: { principalId: string; resourceId: string; appRoleId?: string }): AppRoleAssignment {
    const { principalId, resourceId, appRoleId = DEFAULT_ACCESS } = assignment;
    this.servicePrincipals.require(resourceId);
    this.requirePrincipal(principalId);
    const exists = this.appRoleAssignments
      .all()
      .some(
        (other) =>
          other.principalId === principalId &&
          other.resourceId === resourceId &&
          other.appRoleId === appRoleId,
      );
    if (exists)
      throw new DirectoryError("already-member", "Permission being assigned already exists on the object");
    return this.appRoleAssignments.add({
      principalId,
      resourceId,
      appRoleId,
      ...this.stamp("grant", undefined, randomBytes(32).toString("base64url")),
    });
  }

  /** Deletes an object and whatever refers to it. */
  delete(id: string): void {
    const application = this.applications.get(id);
    for (const collection of [this.users, this.groups, this.applications, this.servicePrincipals]) {
      collection.delete(id);
    }
    for (const group of this.groups.all()) dropReference(group.members, id);
    for (const object of [
      ...this.groups.all(),
      ...this.applications.all(),
      ...this.servicePrincipals.all(),
    ]) {
      dropReference(object.owners, id);
    }
    for (const assignment of this.appRoleAssignments.all()) {
      if (assignment.principalId === id || assignment.resourceId === id)
        this.appRoleAssignments.delete(assignment.id);
    }
    for (const grant of this.permissionGrants.all()) {
      if ([grant.clientId, grant.resourceId, grant.principalId].includes(id))
        this.permissionGrants.delete(grant.id);
    }
    // An app registration takes its service principal in its own tenant along.
    const own = application && this.servicePrincipals.all().find(({ appId }) => appId === application.appId);
    if (own) this.delete(own.id);
  }

  /** A user, a group or a service principal. */
  principal(id: string): User | Group | ServicePrincipal | undefined {
    return this.users.get(id) ?? this.groups.get(id) ?? this.servicePrincipals.get(id);
  }

  requirePrincipal(id: string): User | Group | ServicePrincipal {
    const principal = this.principal(id);
    if (!principal) throw notFound(id);
    return principal;
  }

  servicePrincipalOf(appId: string): ServicePrincipal | undefined {
    return this.servicePrincipals.find((servicePrincipal) => same(servicePrincipal.appId, appId));
  }

  private checkQuota(createdBy?: string): void {
    if (createdBy === undefined) return;
    const created = [
      ...this.groups.all(),
      ...this.applications.all(),
      ...this.servicePrincipals.all(),
    ].filter((object) => object.createdBy === createdBy);
    if (created.length >= this.objectQuota) {
      throw new DirectoryError(
        "quota",
        "The directory object quota limit for the Principal has been exceeded. Please ask your administrator to increase the quota limit or delete objects to reduce the used quota.",
      );
    }
  }

  private stamp(kind: NewThing, createdBy?: string, id: string = randomUUID()) {
    const now = this.clock.now();
    return {
      // Object ids compare without case; the directory writes them in lower case.
      id: kind === "grant" ? id : id.toLowerCase(),
      createdDateTime: new Date(now).toISOString(),
      createdBy,
      visibleFrom: now + this.clock.visibilityDelay(kind),
    };
  }
}
