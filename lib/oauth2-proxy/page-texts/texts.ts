import type { RefusalWords } from "../../contracts/identity";

/** Makes a link of its words; where it leads is the page's. */
export type Link = (words: string) => string;

/** What the pages say in one language. What is passed in is HTML already. */
export interface PageTexts {
  /** As `lang` says it. */
  readonly language: string;
  /** Whom to ask where nobody is named. */
  readonly anybody: string;
  /** Between the names of several groups. */
  readonly or: string;
  /** After them, how many more there are. */
  readonly andMore: (count: number) => string;

  readonly refused: string;
  /** What somebody lacks; `named` is empty, or begins with a space. */
  readonly lacks: (service: string, what: RefusalWords["what"], named: string) => string;
  /** What else an account may lack, in the words of the identity. */
  readonly orElse: (english: string) => string;
  readonly whichAccount: (link: Link) => string;
  readonly remedy: (contact: string, what: RefusalWords["what"]) => string;
  readonly anotherAccount: (service: string, signOut: Link, signIn: Link) => string;
  readonly useAnother: string;

  readonly failed: string;
  readonly perhapsRefused: string;
  /** `isOther` where something else is named before. */
  readonly notAnswered: (service: string, contact: string, isOther: boolean) => string;
  readonly tryAgain: string;
  readonly appFailed: string;
  readonly appSilent: (contact: string) => string;
  /** Any other error; `code` and `title` are the proxy's, the latter in English. */
  readonly error: (code: string, title: string) => string;
  readonly number: string;

  readonly signedOut: string;
  readonly noSession: string;
  readonly stillSignedIn: (service: string, signOut: Link) => string;
  readonly signInAgain: string;
}

/** What the identities of this library say that an account may lack, beside what people are let in by. */
export const NO_VERIFIED_ADDRESS = "has no verified primary e-mail address";

/** The sentence of a language for what it knows, or the identity's own words. */
export function otherwise(known: string, english: string): string {
  return english === NO_VERIFIED_ADDRESS ? known : `(<span lang="en">${english}</span>)`;
}
