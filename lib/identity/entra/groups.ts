import { Construct } from "constructs";
import { Checks } from "../../schema/checks";
import { AccessGroup, checkMember } from "./access-group";
import { type AccessGroupProps, type GroupApplication, type IAccessGroup } from "./group-props";
import { ReadAccessGroup } from "./existing-access-group";
import { checkGroup, checkList, checkUser, findGroup, groupObjectId } from "./principals";
import { type GroupReference } from "./references";
import { quote, type Place } from "../../rules/rule";
import { groupKey } from "./access-rules";
import { ruleGroupName } from "./group-names";
import { admittedAs, everybodyWord } from "./everybody";
import type { Admitted, Allowed, AccessSource } from "../../contracts/access";
import type { EntraAccessProps } from "./access-props";
import type { SignInSetProps } from "./sign-in-set";

/** What the groups of a stack need to know of the rest of it. */
export interface GroupsContext {
  /** What names of groups that are made for rules start with, where the stack makes no access group. */
  readonly prefix: string;
  /** What "self" stands for, and where groups are assigned. */
  readonly application: GroupApplication;
}

/** The groups of a stack: the access group, further ones, those made for rules, and existing ones. */
export class Groups implements AccessSource<EntraAccessProps> {
  readonly claim = "groups";
  readonly accessGroup?: IAccessGroup;
  readonly bound?: readonly Allowed[];
  /** Every group that is made here beside the access group. */
  readonly made: AccessGroup[] = [];
  private readonly wholeTenant?: Admitted;
  private readonly byName = new Map<string, Allowed>();
  private readonly scope: Construct;
  private readonly prefix: string;
  private readonly owners: AccessGroupProps["owners"];

  constructor(
    facade: Construct,
    { accessGroup, everybody, groups = [], signInGroups }: SignInSetProps,
    private readonly context: GroupsContext,
  ) {
    this.accessGroup = accessGroup === undefined ? undefined : this.makeAccessGroup(facade, accessGroup);
    this.wholeTenant = everybody === undefined ? undefined : admittedAs(everybody);
    this.scope = new Construct(facade, "groups");
    const isMade = accessGroup !== undefined && isGroupToMake(accessGroup);
    this.prefix = isMade ? accessGroup.name : context.prefix;
    this.owners = isMade ? accessGroup.owners : undefined;
    if (isMade && this.accessGroup !== undefined) {
      this.byName.set(groupKey({ name: accessGroup.name }), toAllowed(this.accessGroup));
    }
    groups.forEach((group) => this.make(this.scope, group.name.toLowerCase(), group));
    this.bound = signInGroups?.map((group) => this.findGroup(group));
  }

  get byDefault(): Admitted | undefined {
    return this.accessGroup === undefined ? this.wholeTenant : [toAllowed(this.accessGroup)];
  }

  get hasServicePrincipals(): boolean {
    return [...this.made, ...(this.accessGroup === undefined ? [] : [this.accessGroup])].some(
      (group) => group.hasServicePrincipals === true,
    );
  }

  check(checks: Checks, at: Place, rule: EntraAccessProps): void {
    const { application } = this.context;
    checks.known([...at, "everybody"], rule.everybody, everybodyWord);
    checkList(checks, [...at, "groups"], rule.groups, (path, group) => checkGroup(checks, path, group));
    checkList(checks, [...at, "users"], rule.users, (path, user) => checkUser(checks, path, user));
    checkList(checks, [...at, "servicePrincipals"], rule.servicePrincipals, (path, principal) =>
      checkMember(checks, path, principal, application),
    );
  }

  find(scope: Construct, id: string, name: string, rule: EntraAccessProps): Admitted {
    const { everybody, groups = [], users, servicePrincipals } = rule;
    if (everybody !== undefined) {
      return admittedAs(everybody);
    }
    const found = groups.map((group) => this.findGroup(group));
    if (users === undefined && servicePrincipals === undefined) {
      return found;
    }
    const group = {
      name: ruleGroupName(this.prefix, name),
      owners: this.owners,
      users,
      servicePrincipals,
      // A rule has no key to say otherwise.
      membership: "additive",
    } as const;
    return [...found, this.make(scope, id, group)];
  }

  private make(scope: Construct, id: string, props: AccessGroupProps): Allowed {
    const key = groupKey({ name: props.name });
    if (this.byName.has(key)) {
      new Checks()
        .report([], `${quote(props.name)} is another group's name already; give each group one of its own`)
        .throwIfAny(scope);
    }
    const group = new AccessGroup(scope, id, { ...props, self: this.context.application });
    this.made.push(group);
    const allowed = toAllowed(group);
    this.byName.set(key, allowed);
    return allowed;
  }

  private findGroup(group: GroupReference): Allowed {
    if (typeof group === "string" || "objectId" in group) {
      return this.assigned(group, {
        id: groupObjectId(typeof group === "string" ? group : group.objectId),
        formed: true,
      });
    }
    const { name } = group;
    const key = groupKey(group);
    const known = this.byName.get(key);
    if (known !== undefined) {
      return known;
    }
    const found = this.assigned(group, {
      id: findGroup(this.scope, group).lookUp(),
      displayName: name,
      formed: true,
    });
    this.byName.set(key, found);
    return found;
  }

  /** A group that exists, assigned where tokens list or Entra lets in only what is. */
  private assigned(group: GroupReference, found: Allowed): Allowed {
    this.context.application.assignments?.addExistingGroup(group, found.id);
    return found;
  }

  private makeAccessGroup(facade: Construct, group: GivenGroup): IAccessGroup {
    if (isGroupToMake(group)) {
      return new AccessGroup(facade, "access-group", { ...group, self: this.context.application });
    }
    if (group instanceof AccessGroup) {
      return group;
    }
    const existing = new ReadAccessGroup(facade, "access-group", group);
    this.assigned({ objectId: group.objectId }, toAllowed(existing));
    return existing;
  }
}

type GivenGroup = NonNullable<SignInSetProps["accessGroup"]>;

function isGroupToMake(group: GivenGroup): group is AccessGroupProps {
  return "name" in group && group.name !== undefined;
}

function toAllowed({ objectId, displayName }: IAccessGroup): Allowed {
  return { id: objectId, displayName, formed: true };
}
