import { pick, type Draft } from "../../contracts/draft";
import { below, type Place, type Problem } from "../../rules/rule";
import { signInSetProblems, type IsKnown, type SignInSetShape } from "./access-rules";
import { existingSecretProblems } from "./existing-secret";
import { SIGN_IN_SET_KEYS } from "./section";
import { machineClientProblems, type MachineClientsShape } from "./machine-client-rules";

/** What is said of Entra, in a section of a config file or in props. */
export type SectionShape = SignInSetShape &
  Pick<MachineClientsShape, "machineClients" | "accessGroup" | "everybody">;

/** What bears on it, and where it stands. */
export interface SectionContext {
  /** Where the section is. */
  readonly at: Place;
  /** The application that people sign in to. */
  readonly application: {
    /** Whether it is managed elsewhere, roles included. */
    readonly isExisting: boolean;
    /** Whether only this stack makes it. */
    readonly isNew: boolean;
    /** Its client id, where that is given. */
    readonly clientId?: string;
  };
  /** Where the section names a Secret with a client secret, for an auth proxy that the stack makes. @default - nowhere */
  readonly existingSecret?: Place;
  /** What the auth proxy is told of bearer tokens. @default - nothing */
  readonly bearerTokens?: boolean;
  /** Whether a text is known, so that it can be compared. @default - every text is */
  readonly isKnown?: IsKnown;
}

/** What the parts of what is said of Entra get wrong together. */
export function sectionProblems(
  section: Draft<SectionShape | undefined>,
  { at, application, existingSecret, bearerTokens, isKnown }: SectionContext,
): Problem[] {
  const set = pick(section, ...SIGN_IN_SET_KEYS);
  const whole = section.whole;
  return [
    ...(set === undefined
      ? []
      : below(at, signInSetProblems(set, { existingApplication: application.isExisting, isKnown }))),
    ...(whole === undefined
      ? []
      : machineClientProblems(
          { ...whole, ownClientId: application.clientId, bearerTokens },
          { machineClients: [...at, "machineClients"], authProxy: ["authProxy"] },
        )),
    ...(existingSecret === undefined
      ? []
      : below(at, existingSecretProblems(existingSecret, application.isNew))),
  ];
}
