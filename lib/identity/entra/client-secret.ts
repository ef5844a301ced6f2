import { Fn, Op, Token, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ApplicationPasswordA } from "@cdktf/provider-azuread/lib/application-password";
import { TimeProvider } from "@cdktf/provider-time/lib/provider";
import { Rotating } from "@cdktf/provider-time/lib/rotating";
import { Sleep } from "@cdktf/provider-time/lib/sleep";
import { StaticResource } from "@cdktf/provider-time/lib/static-resource";
import { Checks } from "../../schema/checks";
import { joinProvider } from "../../terraform/providers";
import { duration, goDuration, seconds, wholeDays } from "../../rules/duration";
import { below, type Place } from "../../rules/rule";
import { clientSecretProblems, DEFAULT_ROTATION, DEFAULT_SECRET_LIFETIME } from "./client-secret-times";
import { ANY, type KeysOf } from "../../rules/keys";
import { CLIENT_SECRET_VARIABLE } from "../../contracts/client-secret";
import type { Credential } from "../../contracts/credential";

/** How long a client secret lives. */
export interface ClientSecretProps {
  /**
   * How old a secret gets before the next `apply` replaces it, in whole days such as "90d". Nothing is
   * replaced between two runs of Terraform. @default "90d"
   */
  readonly rotation?: string;
  /**
   * When Entra stops accepting a secret that was not replaced, in whole days; longer than the rotation, so
   * that a late `apply` is not an outage. @default "180d"
   */
  readonly lifetime?: string;
  /** How long a new secret gets to reach all of Entra before the pods use it. @default "60s" */
  readonly propagation?: string;
}

/** The keys of a client secret's props. */
export const CLIENT_SECRET_KEYS: KeysOf<ClientSecretProps> = {
  rotation: ANY,
  lifetime: ANY,
  propagation: ANY,
};

/** The registration that a client secret is added to. */
export interface ClientSecretContext {
  /** The registration's own address in Microsoft Graph. */
  readonly applicationId: string;
  /** The secret's name in the Entra admin center. @default "oauth2-proxy" */
  readonly displayName?: string;
}

/**
 * A client secret that rotates without an outage: the new one is made first, given time to reach all of
 * Entra, rolled out, and only then is the old one removed.
 */
export class ClientSecret extends Construct implements Credential {
  /** The `azuread_application_password`. */
  readonly resource: ApplicationPasswordA;
  /** The secret itself; Terraform treats it as sensitive. */
  readonly value: string;
  /** The same by the variable from which oauth2-proxy reads it. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Whoever uses the secret waits for these. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ClientSecretProps & ClientSecretContext) {
    super(scope, id);
    const { rotation = DEFAULT_ROTATION, lifetime = DEFAULT_SECRET_LIFETIME, propagation = "60s" } = props;
    const checks = new Checks();
    checkClientSecret(checks, [], props);
    checks.throwIfAny(this);
    joinProvider(this, "time", (stack) => new TimeProvider(stack, "time"));

    const rotating = new Rotating(this, "rotation", { rotationDays: seconds(rotation) / 86_400 });
    this.resource = new ApplicationPasswordA(this, "password", {
      applicationId: props.applicationId,
      displayName: props.displayName ?? "oauth2-proxy",
      endDate: Fn.timeadd(rotating.rfc3339, goDuration(seconds(lifetime))),
      rotateWhenChanged: { rotation: rotating.id },
      lifecycle: { createBeforeDestroy: true },
    });
    this.value = this.resource.value;
    this.secrets = { [CLIENT_SECRET_VARIABLE]: this.value };

    // The first secret has nobody to wait for: only a rotation, whose time is later than the first, pauses.
    const first = new StaticResource(this, "first");
    const isRotation = Op.gte(Fn.timecmp(rotating.rfc3339, Fn.timeadd(first.rfc3339, "1h")), 1);
    this.ready = [
      new Sleep(this, "propagation", {
        createDuration: Token.asString(Fn.conditional(isRotation, goDuration(seconds(propagation)), "0s")),
        triggers: { secret: this.resource.keyId },
      }),
    ];
  }
}

/** Holds the times of a client secret against their rules. */
export function checkClientSecret(checks: Checks, path: Place, times: ClientSecretProps): void {
  checks
    .known([...path, "rotation"], times.rotation, wholeDays)
    .known([...path, "lifetime"], times.lifetime, wholeDays)
    .known([...path, "propagation"], times.propagation, duration)
    .all(below(path, clientSecretProblems(times)));
}
