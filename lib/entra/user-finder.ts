import { Fn, FOR_EXPRESSION_VALUE, forExpression, Lazy, propertyAccess, TerraformLocal, Token } from "cdktf";
import { Construct } from "constructs";
import { DataAzureadUser } from "@cdktf/provider-azuread/lib/data-azuread-user";
import { DataAzureadUsers } from "@cdktf/provider-azuread/lib/data-azuread-users";

/** What a user is found by. */
export interface UserName {
  readonly attribute: "userPrincipalName" | "mail";
  readonly name: string;
}

/** Finds a user's object id. The id is that of a data source for this user alone. */
export type UserFinder = (scope: Construct, id: string, user: UserName) => string;

/** Up to this many users have a data source each, under their own names. */
const MOST_ONE_BY_ONE = 20;

/**
 * The provider asks for the users of one data source one after another, and gives up after five minutes; it
 * reads ten data sources at a time.
 */
const TOGETHER = 100;

/**
 * How the users of a list are found. Whichever it is, what depends on them keeps its address: a list that
 * grows beyond the number changes data sources and nothing else.
 */
export function userFinder(scope: Construct, users: number): UserFinder {
  if (users <= MOST_ONE_BY_ONE) {
    return findOneUser;
  }
  const batches = { userPrincipalName: [], mail: [] };
  return (finderScope, id, user) =>
    Token.isUnresolved(user.name)
      ? findOneUser(finderScope, id, user)
      : batchFor(scope, batches[user.attribute], user.attribute).objectIdOf(user.name);
}

export const findOneUser: UserFinder = (scope, id, { attribute, name }) =>
  new DataAzureadUser(scope, id, { [attribute]: name }).objectId;

function batchFor(scope: Construct, batches: UserBatch[], attribute: UserName["attribute"]): UserBatch {
  const last = batches.at(-1);
  if (last !== undefined && !last.isFull) {
    return last;
  }
  const kind = attribute === "mail" ? "mail" : "upn";
  const batch = new UserBatch(scope, `find-users-by-${kind}-${batches.length + 1}`, attribute);
  batches.push(batch);
  return batch;
}

/** Users who are found by one data source, and their object ids by name. */
class UserBatch extends Construct {
  private readonly names: string[] = [];
  private readonly ids: TerraformLocal;

  constructor(scope: Construct, id: string, attribute: UserName["attribute"]) {
    super(scope, id);
    const names = Lazy.listValue({ produce: () => this.names });
    const found = new DataAzureadUsers(
      this,
      "users",
      attribute === "mail" ? { mails: names } : { userPrincipalNames: names },
    );
    // By the name that Entra gives back, so that an order of its own cannot exchange two people.
    const name = propertyAccess(FOR_EXPRESSION_VALUE, [
      attribute === "mail" ? "mail" : "user_principal_name",
    ]);
    this.ids = new TerraformLocal(
      this,
      "object-ids",
      forExpression(
        found.users,
        propertyAccess(FOR_EXPRESSION_VALUE, ["object_id"]),
        Fn.lower(Token.asString(name)),
      ),
    );
  }

  get isFull(): boolean {
    return this.names.length >= TOGETHER;
  }

  objectIdOf(name: string): string {
    this.names.push(name);
    return Token.asString(propertyAccess(this.ids.expression, [name.toLowerCase()]));
  }
}
