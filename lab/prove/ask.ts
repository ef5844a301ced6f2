import { decide, type AnsweringEdge, type ModelRequest, type Who } from "../../lib/model/decide";
import type { Model } from "../../lib/model/model";
import { FORGED_IDENTITY } from "../e2e/forged-identity";
import { get } from "../e2e/requests";
import { agrees, isSafe, readAnswer, type Answered, type Says } from "./answer";
import { readings } from "./readings";
import { requestsOf, spellingsOf, type Spelling } from "./routes";

/** Somebody as whom every route is asked for. */
export interface Asker {
  /** What they are called in the report. */
  readonly name: string;
  readonly why: string;
  readonly who: Who;
  /** The name that apps are told. @default - any */
  readonly toldName?: string;
  /** How the sign-in ended at each host where it gave no session. */
  readonly refused: Readonly<Record<string, string>>;
  /** What they send to a host beside the request. */
  headers(host: string): Readonly<Record<string, string>>;
}

/** One request of one asker: what the file says, and what the edge answered. */
export interface Cell extends ModelRequest {
  /** The asker's place among all. */
  readonly asker: number;
  readonly says: Says;
  readonly answers: Answered["answer"];
  readonly agrees: boolean;
}

/** A path in an odd spelling that got to a stand-in. */
export interface SpellingFound extends Spelling {
  readonly asker: number;
  /** What the file says of the path as the edge reads it. */
  readonly says: Says;
  /** How it came to the app. */
  readonly arrived: string;
  /** How an app may read it: paths that are not open to this asker. */
  readonly mayMean: readonly string[];
  /** Whether the edge let in somebody whom the file keeps out. */
  readonly agrees: boolean;
}

export interface Asked {
  readonly cells: readonly Cell[];
  readonly spellings: readonly SpellingFound[];
  /** How many requests with an odd spelling were sent. */
  readonly spellingsSent: number;
}

/** As many requests are under way at a time. */
const PARALLEL = 8;

export interface AskOptions {
  readonly model: Model;
  /** @default - one that sends people to the sign-in itself */
  readonly edge?: AnsweringEdge;
  readonly askers: readonly Asker[];
  /** How the edge reads a path before it compares it. */
  readonly tidy: (path: string) => string;
}

/** Asks for every route as everybody. */
export async function askAll({ model, edge, askers, tidy }: AskOptions): Promise<Asked> {
  const send = async ({ host, path }: ModelRequest, asker: Asker, says: Says): Promise<Answered> => {
    const answer = await get(host, path, { ...FORGED_IDENTITY, ...asker.headers(host) });
    return readAnswer(answer, says, { prefix: model.signIn.prefix, name: asker.toldName });
  };
  const everybody = askers.map((asker, i) => ({ asker, i }));
  const cells = await inTurn(
    requestsOf(model).flatMap((request) => everybody.map((one) => ({ request, ...one }))),
    async ({ request, asker, i }): Promise<Cell> => {
      const says = decide(model, request, asker.who, edge).answer;
      const answered = await send(request, asker, says);
      return { ...request, asker: i, says, answers: answered.answer, agrees: agrees(says, answered) };
    },
  );
  const spellings = spellingsOf(model);
  const found = await inTurn(
    spellings.flatMap((spelling) => everybody.map((one) => ({ spelling, ...one }))),
    async ({ spelling, asker, i }): Promise<SpellingFound[]> => {
      const says = decide(model, { host: spelling.host, path: tidy(spelling.path) }, asker.who, edge).answer;
      const answered = await send(spelling, asker, says);
      if (answered.arrived === undefined) return [];
      const { url } = answered.arrived;
      const isClosed = (path: string): boolean =>
        !["let-in", "public", "anonymous", "not-served"].includes(
          decide(model, { host: spelling.host, path }, asker.who, edge).answer,
        );
      const mayMean = readings(url).filter(isClosed);
      const agreed = isSafe(says, answered);
      return agreed && mayMean.length === 0
        ? []
        : [{ ...spelling, asker: i, says, arrived: url, mayMean, agrees: agreed }];
    },
  );
  return { cells, spellings: found.flat(), spellingsSent: spellings.length * askers.length };
}

/** Does something with each, a few at a time, and gives the results in order. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += PARALLEL) {
    results.push(...(await Promise.all(items.slice(start, start + PARALLEL).map(work))));
  }
  return results;
}
