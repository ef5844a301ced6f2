import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { Group } from "@cdktf/provider-azuread/lib/group";
import { GroupMember } from "@cdktf/provider-azuread/lib/group-member";
import { Checks } from "../checks";
import { displayName, formatPath, membershipProblems, normalizeId, objectId, quote } from "../rules";
import {
  checkGroup,
  checkServicePrincipal,
  checkUser,
  findGroup,
  findServicePrincipal,
  findUser,
  type GroupReference,
  type Principal,
  type ServicePrincipalReference,
  type UserReference,
} from "./principals";

/** The security group whose members may sign in. */
export interface AccessGroupProps {
  /** Display name, 1 to 256 characters; a second group of that name in the tenant is refused. */
  readonly name: string;
  /** What the group is for, shown in the Entra admin center. @default - none */
  readonly description?: string;
  /** Users who may change the group. @default - no owners */
  readonly owners?: readonly UserReference[];
  /** Users by user principal name, mail or object id. @default - none */
  readonly users?: readonly UserReference[];
  /**
   * Service principals by client or object id, or "self" for the stack's own application, whose
   * client-credentials tokens then pass as bearer tokens. @default - none
   */
  readonly servicePrincipals?: readonly ("self" | ServicePrincipalReference)[];
  /** Groups whose members count as members, by object id or display name. @default - none */
  readonly groups?: readonly GroupReference[];
  /**
   * "additive" adds these members one by one and leaves others alone; "authoritative" removes everybody
   * who is not named. @default "additive"
   */
  readonly membership?: Membership;
}

export type Membership = "additive" | "authoritative";

/** An access group, made here or brought along. */
export interface IAccessGroup {
  /** The object id as Entra writes it into tokens: a GUID in lower case. */
  readonly objectId: string;
  /** Unknown for a group that was brought along by its object id. */
  readonly displayName?: string;
  /** Whether a service principal is a member, so that bearer tokens are to be accepted; unknown is no. */
  readonly hasServicePrincipals?: boolean;
}

/** What "self" among the members stands for. */
export interface AccessGroupContext {
  readonly self?: { readonly servicePrincipalObjectId: string };
}

export class AccessGroup extends Construct implements IAccessGroup {
  /** A group that exists already. It is only read: its members are managed where it was made. */
  static fromObjectId(scope: Construct, id: string, groupObjectId: string): IAccessGroup {
    const group = new Construct(scope, id);
    new Checks().value(["objectId"], groupObjectId, objectId).throwIfAny(group);
    return { objectId: normalizeId(groupObjectId) };
  }

  readonly resource: Group;
  readonly objectId: string;
  readonly displayName: string;
  private readonly authoritative: boolean;
  private readonly self?: { readonly servicePrincipalObjectId: string };
  private readonly members = new Map<string, Principal>();
  private servicePrincipals = 0;

  constructor(scope: Construct, id: string, props: AccessGroupProps & AccessGroupContext) {
    super(scope, id);
    const checks = new Checks().value(["name"], props.name, displayName);
    props.owners?.forEach((owner, i) => checkUser(checks, ["owners", i], owner));
    checks.throwIfAny(this);
    this.authoritative = props.membership === "authoritative";
    this.self = props.self;
    this.resource = new Group(this, "group", {
      displayName: props.name,
      description: props.description,
      securityEnabled: true,
      preventDuplicateNames: true,
      owners: props.owners?.map((owner) => findUser(ownersScope(this), owner).objectId),
      members: this.authoritative ? Lazy.listValue({ produce: () => this.memberIds() }) : undefined,
    });
    this.objectId = this.resource.objectId;
    this.displayName = props.name;
    props.users?.forEach((user) => this.addUser(user));
    props.servicePrincipals?.forEach((principal) => this.addServicePrincipal(principal));
    props.groups?.forEach((group) => this.addGroup(group));
    this.node.addValidation({ validate: () => this.validateMembers() });
  }

  get hasServicePrincipals(): boolean {
    return this.servicePrincipals > 0;
  }

  /** Adds a user, by user principal name, mail or object id. */
  addUser(user: UserReference): void {
    const checks = new Checks();
    checkUser(checks, ["users"], user);
    checks.throwIfAny(this);
    this.add(findUser(this, user));
  }

  /** Adds a service principal; from then on the auth proxy accepts bearer tokens. */
  addServicePrincipal(principal: "self" | ServicePrincipalReference): void {
    const checks = new Checks();
    if (principal !== "self") {
      checkServicePrincipal(checks, ["servicePrincipals"], principal);
    } else if (this.self === undefined) {
      checks.report(
        ["servicePrincipals"],
        '"self" needs the application it stands for; pass it as "self", or name the service principal by clientId',
      );
    }
    checks.throwIfAny(this);
    this.servicePrincipals += 1;
    this.add(
      principal === "self"
        ? { key: "service-principal-self", objectId: this.self?.servicePrincipalObjectId ?? "" }
        : findServicePrincipal(this, principal),
    );
  }

  /** Nests a group: its members, however deep, count as members. */
  addGroup(group: GroupReference): void {
    const checks = new Checks();
    checkGroup(checks, ["groups"], group);
    checks.throwIfAny(this);
    this.add(findGroup(this, group));
  }

  private add(principal: Principal): void {
    if (this.members.has(principal.key)) {
      new Checks()
        .report([], `${quote(principal.key)} is a member twice; name everybody once`)
        .throwIfAny(this);
    }
    this.members.set(principal.key, principal);
    if (!this.authoritative) {
      new GroupMember(this, `member-${principal.key}`, {
        groupObjectId: this.objectId,
        memberObjectId: principal.objectId,
      });
    }
  }

  /** At synth, because members may be added after the group. */
  private validateMembers(): string[] {
    const membership = this.authoritative ? "authoritative" : "additive";
    const users = [...this.members.keys()];
    return membershipProblems({ membership, users }).map(
      ({ path, message }) => `${formatPath(path)}: ${message}`,
    );
  }

  private memberIds(): string[] {
    return [...this.members.values()].map((member) => member.objectId);
  }
}

/** Owners are looked up apart from members, because the same person may be both. */
function ownersScope(group: Construct): Construct {
  return (group.node.tryFindChild("owners") as Construct | undefined) ?? new Construct(group, "owners");
}
