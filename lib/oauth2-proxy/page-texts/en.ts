import type { PageTexts } from "./texts";

const LACKS = {
  group: "is not a member of the group",
  role: "does not have the role",
  member: "is not a member of this organization, and guests are not let in",
  organization: "is not a member of the organization",
  team: "is not a member of the team",
  person: "is not among those who may enter",
};

const REMEDIES = {
  group: "add you to the group",
  role: "give you the role",
  member: "make you a member",
  organization: "add you to the organization",
  team: "add you to the team",
  person: "add you to them",
};

export const ENGLISH: PageTexts = {
  language: "en",
  anybody: "whoever runs this application",
  or: " or ",
  andMore: (count) => (count === 1 ? ", or one more" : `, or one of ${count} more`),
  refused: "You are signed in, but not allowed in here",
  lacks: (service, what, named) => `The ${service} account that you signed in with ${LACKS[what]}${named}.`,
  orElse: (english) => `Or it ${english}.`,
  whichAccount: (link) => `You can see ${link("which account that is")}.`,
  remedy: (contact, what) => `To be let in, ask ${contact} to ${REMEDIES[what]}, then sign in again.`,
  anotherAccount: (service, signOut, signIn) =>
    `To use another account, ${signOut(`sign out of ${service}`)}, then ${signIn("sign in again")}.`,
  useAnother: "Use another account",
  failed: "The sign-in could not be completed",
  perhapsRefused: "Perhaps you are not allowed in here.",
  notAnswered: (service, contact, isOther) =>
    `${isOther ? "Or something" : "Something"} that it needs did not answer as it should: ${service}, perhaps, for a moment. Try again in a minute. If it stays so, ask ${contact}.`,
  tryAgain: "Try to sign in again",
  appFailed: "This application does not answer",
  appSilent: (contact) =>
    `You are signed in and allowed in. Try again in a minute. If it stays so, ask ${contact}.`,
  error: (code, title) => `${code} ${title}`,
  number: "When you ask for help, give this number:",
  signedOut: "You are signed out",
  noSession:
    "This browser has no session here any more. On a computer that others use, close all of its windows as well.",
  stillSignedIn: (service, signOut) =>
    `You are still signed in to ${service}, so that signing in here again asks for nothing. ${signOut(`Sign out of ${service}`)} as well if others use this computer.`,
  signInAgain: "Sign in again",
};
