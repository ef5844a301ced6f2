import { admittedByAny, type AccessSource, type Admitted, type DecidingClaim } from "../contracts/access";
import type { Checks } from "../schema/checks";
import type { WhoMayEnter } from "../contracts/route";
import { toIngressPath } from "../model/route-plan";
import type { AccessProps } from "../identity";
import { APP_KEYS, type AppProps } from "./app-props";
import type { ProtectedApp } from "../edge/protected-app";
import type { ProtectedAppContext } from "../edge/protected-app-props";
import { modelApp, type ModelApp } from "../model/model";
import { ruleName, pathSlug } from "../model/names";
import { unknownKeyProblems } from "../rules/keys";
import type { Place, Problem } from "../rules/rule";

/** How the auth check asks for groups or roles. */
export interface Asking {
  /**
   * Whether the auth URL of every path names whom it lets in, also where nothing narrows who may sign in: then no
   * change of a rule, and no proxy or Ingress of somebody else, leaves a path to whoever may sign in.
   */
  readonly always: boolean;
}

/** Who may sign in, and who may enter which part of which app. */
export class Access {
  private readonly apps = new Map<ProtectedApp, AccessRules>();
  /** What each rule of all apps names; every app asks for it. */
  private readonly named: Admitted[] = [];

  constructor(
    private readonly source: AccessSource<AccessProps>,
    /** What is wrong with an app's rules, beside what is wrong with each of them by itself. */
    readonly problemsOf: (app: AppProps) => readonly Problem[],
  ) {}

  get claim(): DecidingClaim {
    return this.source.claim;
  }

  get hasServicePrincipals(): boolean {
    return this.source.hasServicePrincipals;
  }

  /** Everybody who may sign in, each once; complete at synth. */
  get signInSet(): Admitted {
    const { byDefault = [], bound, everybody } = this.source;
    const only = bound ?? everybody;
    return admittedByAny(only === undefined ? [byDefault, ...this.named] : [only]);
  }

  /** Whether any app may be closed to somebody who may sign in; complete at synth. */
  get narrows(): boolean {
    const { bound, byDefault } = this.source;
    return bound !== undefined || this.named.some((one) => one !== "everybody" || byDefault !== "everybody");
  }

  /** An app's rules, before the app is there. */
  rulesOf(props: AppProps, asking: Asking): AccessRules {
    return new AccessRules(this, this.source, props, asking);
  }

  /** What an app promises: its routes, and whom each lets in. */
  modelOf(app: ProtectedApp): ModelApp | undefined {
    return this.apps.get(app)?.modelOf(app);
  }

  /** Finds what an app's rules name, and makes what has to be made, below the app. */
  apply(rules: AccessRules, app: ProtectedApp): void {
    rules.find(app);
    this.apps.set(app, rules);
    this.named.push(...rules.named);
  }
}

interface FoundRule {
  /** Missing where an app has no rule of its own. */
  readonly props?: AccessProps;
  readonly at: Place;
  /** Whom the auth check asks for. Whether it asks at all is known once all apps are there. */
  readonly who: WhoMayEnter;
  allowed: Admitted;
}

/** The rules of one app and of its paths. */
export class AccessRules {
  private readonly app: FoundRule;
  private readonly paths: readonly (FoundRule | undefined)[];
  private isFound = false;
  private model?: ModelApp;

  constructor(
    private readonly access: Access,
    private readonly source: AccessSource<AccessProps>,
    private readonly props: AppProps,
    private readonly asking: Asking,
  ) {
    const { access: rule, paths = [] } = props;
    this.app = this.toRule(rule, ["access"]);
    this.paths = paths.map((path, i) =>
      typeof path === "object" && "access" in path
        ? this.toRule(path.access, ["paths", i, "access"])
        : undefined,
    );
  }

  /** What the app has to know of its rules. */
  get context(): Pick<ProtectedAppContext, "allowed" | "pathAllowed" | "alsoCheck"> {
    return {
      allowed: this.app.who,
      pathAllowed: this.paths.map((rule) => rule?.who),
      alsoCheck: (checks) => this.check(checks),
    };
  }

  /**
   * Whom a rule lets in: that of a path by its place in `paths`, or the app's; complete at synth. Missing where that is
   * everybody who may sign in.
   */
  allowedBy(path?: number): (() => Admitted) | undefined {
    const rule = (path === undefined ? undefined : this.paths[path]) ?? this.app;
    return rule.props === undefined && this.source.everybody !== undefined
      ? undefined
      : () => {
          this.refuseEarly();
          return rule.allowed;
        };
  }

  private check(checks: Checks): void {
    checks.all(unknownKeyProblems(this.props, APP_KEYS));
    for (const { props, at } of this.rules) {
      if (props !== undefined) {
        this.source.check(checks, at, props);
      }
    }
    checks.all(this.access.problemsOf(this.props));
  }

  /** What each rule names, and not what holds by default. */
  get named(): readonly Admitted[] {
    return this.rules.flatMap(({ props, allowed }) => (props === undefined ? [] : [allowed]));
  }

  find(app: ProtectedApp): void {
    this.isFound = true;
    const { props } = this.app;
    this.app.allowed =
      props === undefined
        ? (this.source.everybody ?? this.source.byDefault ?? [])
        : this.source.find(app, "access", app.name, props);
    this.props.paths?.forEach((path, i) => {
      const rule = this.paths[i];
      if (rule?.props !== undefined) {
        const ingressPath = toIngressPath(path);
        const name = ruleName(app.name, ingressPath);
        rule.allowed = this.source.find(app, `access-${pathSlug(ingressPath)}`, name, rule.props);
      }
    });
  }

  /** What the app promises, which nothing changes once its rules are found. */
  modelOf({ name, host, service, edges, routes }: ProtectedApp): ModelApp {
    this.model ??= modelApp({
      ...this.props,
      name,
      at: [name],
      host,
      service,
      edges,
      routes,
      isRuled: this.app.props !== undefined,
      allowedBy: (rule) => (rule === undefined ? this.app : this.paths[rule])?.allowed ?? [],
    });
    return this.model;
  }

  /** Nobody is found yet, and whoever wrote an empty list would let everybody in. */
  private refuseEarly(): void {
    if (!this.isFound) {
      throw new Error("who may enter is complete at synth; ask for it in a Lazy");
    }
  }

  private get rules(): readonly FoundRule[] {
    return [this.app, ...this.paths.flatMap((rule) => rule ?? [])];
  }

  private toRule(props: AccessProps | undefined, at: Place): FoundRule {
    const asks = (): boolean =>
      (this.asking.always || this.access.narrows) &&
      (props !== undefined || this.source.everybody === undefined);
    const rule: FoundRule = {
      props,
      at,
      allowed: [],
      who: () => {
        this.refuseEarly();
        return asks() ? rule.allowed : "everybody";
      },
    };
    return rule;
  }
}
