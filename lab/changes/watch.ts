import { Agent } from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import { type Answer, ask, isFromApp } from "../e2e/requests";

/** A request that is sent again and again, and whether it may or must reach the app. */
export interface Watched {
  readonly who: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** "closed" must never reach the app, "open" should all the while. */
  readonly expected: "closed" | "open";
  /** Whether an answer shows that the request arrived. @default - where it is the app's own */
  readonly arrives?: (answer: Answer) => boolean;
}

/** Answers of a watched request, one after the other, that were not as expected. */
export interface Lapse extends Pick<Watched, "who" | "path" | "expected"> {
  /** Seconds since the watch began. */
  readonly from: number;
  /** Until an answer was as expected again, or the watch ended. */
  until: number;
  answers: number;
  /** The status of the first, or the error of the connection. */
  readonly status: string;
}

export interface Report {
  readonly polls: number;
  /** The longest time for which one request was not asked, in seconds. */
  readonly longestPause: number;
  readonly lapses: readonly Lapse[];
}

/** How often each request is sent, in milliseconds. */
const INTERVAL = 50;

/** Sends requests without pause until it is told to stop. People and programs ask beside one another. */
export class Watch {
  private readonly lapses: Lapse[] = [];
  private readonly began = Date.now();
  private agent = new Agent({ keepAlive: true });
  private readonly former: Agent[] = [];
  private readonly clients: Promise<void>[];
  private polls = 0;
  private longestPause = 0;
  private stopped = false;

  constructor(watched: readonly Watched[]) {
    const people = new Set(watched.map(({ who }) => who));
    this.clients = [...people].map((person) => this.client(watched.filter(({ who }) => who === person)));
  }

  /** Opens new connections from then on, to where the host's name leads by then. */
  reconnect(): void {
    this.former.push(this.agent);
    this.agent = new Agent({ keepAlive: true });
  }

  async stop(): Promise<Report> {
    this.stopped = true;
    await Promise.all(this.clients);
    for (const agent of [...this.former, this.agent]) agent.destroy();
    return { polls: this.polls, longestPause: this.longestPause, lapses: this.lapses };
  }

  private get elapsed(): number {
    return (Date.now() - this.began) / 1_000;
  }

  private async client(requests: readonly Watched[]): Promise<void> {
    const open = new Map<Watched, Lapse>();
    let last = this.elapsed;
    do {
      const round = Date.now();
      for (const request of requests) await this.send(request, open);
      this.longestPause = Math.max(this.longestPause, this.elapsed - last);
      last = this.elapsed;
      await delay(Math.max(0, INTERVAL - (Date.now() - round)));
    } while (!this.stopped);
  }

  private async send(request: Watched, open: Map<Watched, Lapse>): Promise<void> {
    const { who, path, headers, expected, arrives = isFromApp } = request;
    const from = this.elapsed;
    const { reached, status } = await ask(path, headers, { agent: this.agent }).then(
      (answer) => ({ reached: arrives(answer), status: String(answer.status) }),
      (error: unknown) => ({
        reached: false,
        status: error instanceof Error ? error.message : String(error),
      }),
    );
    this.polls += 1;
    const lapse = open.get(request);
    if (lapse !== undefined) lapse.until = this.elapsed;
    if (reached === (expected === "open")) {
      open.delete(request);
    } else if (lapse === undefined) {
      const begun = { who, path, expected, from, until: this.elapsed, answers: 1, status };
      open.set(request, begun);
      this.lapses.push(begun);
    } else {
      lapse.answers += 1;
    }
  }
}
