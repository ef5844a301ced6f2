import { Token } from "cdktf";
import { Construct } from "constructs";
import type { Group } from "@cdktf/provider-azuread/lib/group";
import {
  ACCESS_GROUP_KEYS,
  type AccessGroupProps,
  type Membership,
  type IAccessGroup,
  type GroupApplication,
  type AccessGroupContext,
  type MachineMember,
} from "./group-props";
import { Checks } from "../../schema/checks";
import { refuseUnknownKeys } from "../../schema/known-keys";
import { formatProblem, quote, type Place } from "../../rules/rule";
import { directMembersOnly } from "./assignment-rules";
import { displayName } from "./directory-names";
import { normalizeId, objectId } from "../../rules/object-id";
import { holdsItsList, membershipProblems } from "./membership";
import { selfNestingProblems } from "./people";
import { addressOf, listAtSynth } from "../../terraform/at-synth";
import { checkAtSynth } from "../../terraform/synth-checks";
import { ReadAccessGroup } from "./existing-access-group";
import {
  checkEachOnce,
  checkGroup,
  checkList,
  checkOwners,
  checkServicePrincipal,
  checkUser,
  findGroup,
  findServicePrincipal,
  findUser,
  type Principal,
} from "./principals";
import { type GroupReference, type ServicePrincipalReference, type UserReference } from "./references";
import { ListedGroup, memberOf } from "./group-members";
import { ANY } from "../../rules/keys";

/** The security group whose members may sign in, and a membership for each of them. */
export class AccessGroup extends Construct implements IAccessGroup {
  /** A group that exists already. It is only read: its members are managed where it was made. */
  static fromObjectId(scope: Construct, id: string, existing: string): IAccessGroup {
    return new ReadAccessGroup(scope, id, { objectId: existing });
  }

  /** The `azuread_group`. */
  readonly resource: Group;
  /** The object id as Entra writes it into tokens. */
  readonly objectId: string;
  /** Its name in the Entra admin center. */
  readonly displayName: string;
  private readonly membership?: Membership;
  private readonly self?: GroupApplication;
  private readonly members = new Map<string, string>();
  private readonly users: UserReference[] = [];
  /** Addresses of the members whom nothing else waits for when the stack is destroyed. */
  private readonly foundMembers: string[] = [];
  private servicePrincipals = 0;

  constructor(scope: Construct, id: string, props: AccessGroupProps & AccessGroupContext) {
    super(scope, id);
    refuseUnknownKeys(this, props, { ...ACCESS_GROUP_KEYS, self: ANY });
    checkProps(this, props);
    this.membership = props.membership;
    this.self = props.self;
    const group = {
      displayName: props.name,
      description: props.description,
      securityEnabled: true,
      preventDuplicateNames: true,
      owners: props.owners?.map((owner) => findUser(ownersScope(this), owner).lookUp()),
    };
    this.resource = new ListedGroup(this, "group", group, () =>
      this.holdsItsList ? [...this.members.values()] : undefined,
    );
    if (props.adopt !== undefined) {
      this.resource.importFrom(`/groups/${normalizeId(props.adopt)}`);
    }
    this.objectId = this.resource.objectId;
    this.displayName = props.name;
    this.self?.assignments?.addGroup(this, this.objectId);
    props.users?.forEach((user) => this.addUser(user));
    props.servicePrincipals?.forEach((principal) => this.addServicePrincipal(principal));
    props.groups?.forEach((group) => this.addGroup(group));
    checkAtSynth(this, () => this.validateMembers());
  }

  /** Whether a service principal is a member, so that bearer tokens are to be accepted. */
  get hasServicePrincipals(): boolean {
    return this.servicePrincipals > 0;
  }

  /** Adds a user, by user principal name, mail or object id. */
  addUser(user: UserReference): void {
    const checks = new Checks();
    checkUser(checks, ["users"], user);
    checks.throwIfAny(this);
    this.add("users", findUser(this, user));
    this.users.push(user);
  }

  /** Adds a service principal; from then on the auth proxy accepts bearer tokens. */
  addServicePrincipal(principal: "self" | ServicePrincipalReference): void {
    const { self } = this;
    const checks = new Checks();
    checkMember(checks, ["servicePrincipals"], principal, self);
    checks.throwIfAny(this);
    const found = findServicePrincipal(this, principal, self);
    this.addServicePrincipalMember("servicePrincipals", found, principal === "self");
  }

  /** Adds a machine client; from then on the auth proxy accepts bearer tokens. */
  addMachineClient({ name, servicePrincipalObjectId }: MachineMember): void {
    const principal = { key: `machine-client-${name}`, name, lookUp: () => servicePrincipalObjectId };
    this.addServicePrincipalMember("machineClients", principal, true);
  }

  /** How many members the stack gives it; a nested group is one. */
  get memberCount(): number {
    return this.members.size;
  }

  /** Nests a group: its members, however deep, count as members. */
  addGroup(group: GroupReference): void {
    const checks = new Checks();
    checkGroup(checks, ["groups"], group);
    checkNesting(checks, ["groups"], this.self);
    checks.throwIfAny(this);
    this.add("groups", findGroup(this, group));
  }

  private addServicePrincipalMember(list: string, principal: Principal, goesFirst: boolean): void {
    const servicePrincipalObjectId = this.add(list, principal, goesFirst);
    this.self?.assignments?.addServicePrincipal(principal.key, servicePrincipalObjectId);
    this.servicePrincipals += 1;
  }

  /**
   * Adds one member. azuread removes the members of a group one after another and looks for twenty seconds whether
   * each is gone. Of a principal that the stack makes, the service principal and the application wait for that when
   * everything is destroyed: it goes first, being what depends on the others.
   */
  private add(list: string, { key, name, lookUp }: Principal, goesFirst = false): string {
    if (this.members.has(key)) {
      new Checks().report([list], `${quote(name)} is a member twice; name everybody once`).throwIfAny(this);
    }
    const memberObjectId = lookUp();
    this.members.set(key, memberObjectId);
    const member = memberOf(
      this,
      `member-${key}`,
      { groupObjectId: this.objectId, memberObjectId },
      () => this.holdsItsList,
    );
    if (goesFirst) {
      member.dependsOn = listAtSynth(() => this.foundMembers);
    } else {
      this.foundMembers.push(addressOf(member));
    }
    return memberObjectId;
  }

  /** At synth, because members may be added after the group. */
  private validateMembers(): string[] {
    const users = [...this.members.keys()];
    return membershipProblems({ membership: this.membership, users }).map(formatProblem);
  }

  /** How many users there are is known when all are there. */
  private get holdsItsList(): boolean {
    return holdsItsList({ membership: this.membership, users: this.users });
  }
}

/** Everything that can be said before anything is made. */
function checkProps(scope: Construct, props: AccessGroupProps & AccessGroupContext): void {
  const checks = new Checks()
    .value(["name"], props.name, displayName)
    .literal(["description"], props.description)
    .value(["adopt"], props.adopt, objectId);
  checkOwners(checks, props.owners);
  checkList(checks, ["users"], props.users, (path, user) => checkUser(checks, path, user));
  checkList(checks, ["servicePrincipals"], props.servicePrincipals, (path, principal) =>
    checkMember(checks, path, principal, props.self),
  );
  checkList(checks, ["groups"], props.groups, (path, group) => checkGroup(checks, path, group));
  checkEachOnce(checks, props, "is a member");
  if (!Token.isUnresolved(props.groups)) {
    checks.all(selfNestingProblems(props));
  }
  if (props.groups !== undefined && props.groups.length > 0) {
    checkNesting(checks, ["groups"], props.self);
  }
  checks.throwIfAny(scope);
}

/** Refuses groups within the group where an assignment has to reach its members. */
function checkNesting(checks: Checks, path: Place, self: GroupApplication | undefined): void {
  const reason = self?.assignments?.reason;
  checks.report(path, reason === undefined ? undefined : directMembersOnly(reason));
}

/** A service principal among members, or "self" where the application that it stands for is known. */
export function checkMember(
  checks: Checks,
  path: Place,
  principal: "self" | ServicePrincipalReference,
  self: AccessGroupContext["self"],
): void {
  if (principal !== "self") {
    checkServicePrincipal(checks, path, principal);
  } else if (self === undefined) {
    checks.report(
      path,
      '"self" needs the application it stands for; pass it as "self", or name the service principal by clientId',
    );
  }
}

/** Owners are looked up apart from members, because the same person may be both. */
function ownersScope(group: Construct): Construct {
  return (group.node.tryFindChild("owners") as Construct | undefined) ?? new Construct(group, "owners");
}
