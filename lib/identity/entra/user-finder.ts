import {
  Fn,
  FOR_EXPRESSION_VALUE,
  forExpression,
  Lazy,
  propertyAccess,
  type TerraformElement,
  TerraformLocal,
  TerraformStack,
  Token,
} from "cdktf";
import { Construct } from "constructs";
import { DataAzureadUser } from "@cdktf/provider-azuread/lib/data-azuread-user";
import { MANY_USERS } from "./membership";
import { NOTHING, writtenInstead } from "../../terraform/written-instead";
import { rareKinds } from "../../terraform/rare-kinds";

/** What a user is found by. */
export interface UserName {
  readonly attribute: "userPrincipalName" | "mail";
  readonly name: string;
}

/**
 * One data source asks for its users one after another, and Terraform reads ten data sources at a time: with pages of
 * ten, a hundred people take as long as ten, and nobody waits for a page that is longer than the others.
 */
const PAGE = 10;

const ID = "entra-users";

/**
 * Finds a user's object id. Whoever is named in several places of a stack is looked up once. One whose name only
 * Terraform knows has a data source of their own, below `scope`.
 */
export function findUserId(scope: Construct, id: string, user: UserName): string {
  return Token.isUnresolved(user.name)
    ? new DataAzureadUser(scope, id, byName(user)).objectId
    : Users.of(scope).objectIdOf(user);
}

/**
 * Everybody whom a stack looks up. A few have a data source each, which costs three calls and says at once who of
 * them all is missing; many are read a page at a time, at one call each. Which it is follows from how many they are
 * in the end; nothing but these data sources depends on it.
 */
class Users extends Construct {
  static of(scope: Construct): Users {
    const stack = TerraformStack.of(scope);
    const there = stack.node.tryFindChild(ID);
    return there instanceof Users ? there : new Users(stack, ID);
  }

  private readonly ids = new Map<string, string>();
  private readonly pages: Record<UserName["attribute"], UserPage[]> = { userPrincipalName: [], mail: [] };

  objectIdOf(user: UserName): string {
    const name = user.name.toLowerCase();
    const key = user.attribute === "mail" ? `mail-${name}` : name;
    const known = this.ids.get(key);
    if (known !== undefined) {
      return known;
    }
    const isMany = (): boolean => this.ids.size >= MANY_USERS;
    // There is no use for more of them than make many.
    const alone = isMany()
      ? undefined
      : onlyWhere(() => !isMany(), new DataAzureadUser(this, key, byName(user)));
    const onPage = this.pageFor(user.attribute, isMany).objectIdOf(user.name);
    const id = Lazy.stringValue({ produce: () => (isMany() ? onPage : alone?.objectId) });
    this.ids.set(key, id);
    return id;
  }

  private pageFor(attribute: UserName["attribute"], isUsed: () => boolean): UserPage {
    const pages = this.pages[attribute];
    const last = pages.at(-1);
    if (last !== undefined && !last.isFull) {
      return last;
    }
    const kind = attribute === "mail" ? "mail" : "upn";
    const page = new UserPage(this, `by-${kind}-${pages.length + 1}`, attribute, isUsed);
    pages.push(page);
    return page;
  }
}

/** Users who are found by one data source, and their object ids by name. */
class UserPage extends Construct {
  private readonly names: string[] = [];
  private readonly ids: TerraformLocal;

  constructor(scope: Construct, id: string, attribute: UserName["attribute"], isUsed: () => boolean) {
    super(scope, id);
    const names = Lazy.listValue({ produce: () => this.names });
    const found = onlyWhere(
      isUsed,
      new rareKinds.DataAzureadUsers(
        this,
        "users",
        attribute === "mail" ? { mails: names } : { userPrincipalNames: names },
      ),
    );
    // By the name that Entra gives back, so that an order of its own cannot exchange two people.
    const name = propertyAccess(FOR_EXPRESSION_VALUE, [
      attribute === "mail" ? "mail" : "user_principal_name",
    ]);
    this.ids = onlyWhere(
      isUsed,
      new TerraformLocal(
        this,
        "object-ids",
        forExpression(
          found.users,
          propertyAccess(FOR_EXPRESSION_VALUE, ["object_id"]),
          Fn.lower(Token.asString(name)),
        ),
      ),
    );
  }

  get isFull(): boolean {
    return this.names.length >= PAGE;
  }

  objectIdOf(name: string): string {
    this.names.push(name);
    return Token.asString(propertyAccess(this.ids.expression, [name.toLowerCase()]));
  }
}

function onlyWhere<Element extends TerraformElement>(isUsed: () => boolean, element: Element): Element {
  return writtenInstead(element, () => (isUsed() ? undefined : NOTHING));
}

function byName({ attribute, name }: UserName): { readonly [attribute: string]: string } {
  return { [attribute]: name };
}
