import type { Decision } from "../../lib/model/decide";
import type { Answer } from "../e2e/requests";
import { FORGED_IDENTITY } from "../e2e/forged-identity";
import { arrivedOf, type Arrived } from "./echo";

/** What the file says of a request. */
export type Says = Decision["answer"];

/** What an edge answered to a request. */
export interface Answered {
  /** In the words of the access model where they fit; otherwise the status. */
  readonly answer: Says | "let in with a forged identity" | "let in as somebody else" | `status ${number}`;
  /** What a stand-in saw, where the request got there. */
  readonly arrived?: Arrived;
}

export interface Reading {
  /** The path under which the auth proxy answers. */
  readonly prefix: string;
  /** The name that an app has to be told, where it is told any. @default - any */
  readonly name?: string;
}

/** The header in which apps find what somebody is called. */
const NAME = "x-auth-request-preferred-username";
/** Where people sign in, to which an edge that asks for pages at the auth proxy leads at once. */
const ELSEWHERE =
  /^https:\/\/(login\.microsoftonline\.com\/[^/]+\/oauth2\/v2\.0|github\.com\/login\/oauth)\/authorize\?/;
const FORGED = Object.values(FORGED_IDENTITY);

/** Reads what an edge answered; `says` tells a public answer from one to somebody who was let in. */
export function readAnswer(answer: Answer, says: Says, { prefix, name }: Reading): Answered {
  const arrived = arrivedOf(answer);
  if (arrived !== undefined) return { answer: letIn(arrived, says, name), arrived };
  const { status, location } = answer;
  if (
    status === 302 &&
    location !== undefined &&
    (pathOf(location) === `${prefix}/start` || ELSEWHERE.test(location))
  )
    return { answer: "sign-in" };
  if (status === 401) return { answer: "401" };
  if (status === 403) return { answer: "403" };
  if (status === 404) return { answer: "not-served" };
  return { answer: `status ${status}` };
}

/** Whether an edge did as the file says. */
export function agrees(says: Says, { answer }: Answered): boolean {
  return says === answer;
}

/** The same for a path in an odd spelling: an edge that refuses it, or knows no such path, lets nobody in. */
export function isSafe(says: Says, { arrived }: Answered): boolean {
  return arrived === undefined || ["let-in", "public", "anonymous"].includes(says);
}

function letIn({ headers }: Arrived, says: Says, name: string | undefined): Answered["answer"] {
  if (says === "public") return "public";
  const values = Object.keys(FORGED_IDENTITY).map((header) => headers[header]);
  if (values.some((value) => typeof value === "string" && FORGED.includes(value))) {
    return "let in with a forged identity";
  }
  const told = headers[NAME];
  if (says === "anonymous") return told === undefined ? "anonymous" : "let-in";
  return name !== undefined && told !== undefined && told !== name ? "let in as somebody else" : "let-in";
}

function pathOf(location: string): string {
  return new URL(location, "https://host.invalid").pathname;
}
