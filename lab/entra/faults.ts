import { NEW_THINGS, type NewThing } from "./directory";

/** Which part of Entra: sign-in and tokens, Microsoft Graph, or both. */
export type Part = "login" | "graph" | "all";

/** How a part fails: answers 503, or closes the connection without a word. */
export type OutageKind = "unavailable" | "disconnect";

export interface Throttling {
  /** @default "graph" */
  readonly part?: Part;
  /** How many requests are refused; the rest pass. @default - all until `clear()` */
  readonly count?: number;
  /** Seconds that `Retry-After` asks for. @default 1 */
  readonly retryAfter?: number;
  /** Only requests whose `METHOD /path` contains this. @default - every request */
  readonly matching?: string;
}

/** What to do with a request instead of answering it. */
export type Verdict =
  | { readonly kind: "pass" }
  | { readonly kind: "throttle"; readonly retryAfter: number }
  | { readonly kind: OutageKind };

function concerns(part: Part, request: Part): boolean {
  return part === "all" || request === "all" || part === request;
}

/** What goes wrong on demand; nothing does by itself. */
export class Faults {
  private delays = new Map<NewThing, number>();
  private outages = new Map<Part, OutageKind>();
  private latencies = new Map<Part, number>();
  private throttling: { rule: Throttling; left: number }[] = [];
  private lost: { readonly matching: RegExp; readonly then: () => void } | undefined;
  private refused = 0;

  /** Takes a part away until `clear()` or `restore()`. */
  fail(part: Part, kind: OutageKind = "unavailable"): void {
    this.outages.set(part, kind);
  }

  /** Brings a part back. */
  restore(part: Part): void {
    this.outages.delete(part);
  }

  /** Answers every request of a part later, by so many milliseconds. */
  slowDown(part: Part, milliseconds: number): void {
    this.latencies.set(part, milliseconds);
  }

  /** Keeps what is created from now on invisible everywhere, for so many milliseconds. */
  delayVisibility(milliseconds: number, kinds: readonly NewThing[] = NEW_THINGS): void {
    for (const kind of kinds) this.delays.set(kind, milliseconds);
  }

  /** How long something new stays invisible, in milliseconds. */
  visibilityDelay(kind: NewThing): number {
    return this.delays.get(kind) ?? 0;
  }

  /** Refuses requests with 429. */
  throttle(rule: Throttling): void {
    this.throttling.push({ rule, left: rule.count ?? Infinity });
  }

  /**
   * Does what the next request that matches asks for, and never answers it.
   * @param matching - held against `METHOD /path`
   * @param then - called when it is done
   */
  loseAnswer(matching: RegExp, then: () => void): void {
    this.lost = { matching, then };
  }

  /** Whether the answer to a request that succeeded is to be lost; at most once for each `loseAnswer`. */
  losesAnswer(request: string): boolean {
    const { lost } = this;
    if (lost === undefined || !lost.matching.test(request)) return false;
    this.lost = undefined;
    lost.then();
    return true;
  }

  /** Ends everything that goes wrong. */
  clear(): void {
    this.lost = undefined;
    this.delays.clear();
    this.outages.clear();
    this.latencies.clear();
    this.throttling = [];
  }

  /** How many requests were throttled so far. */
  get throttled(): number {
    return this.refused;
  }

  /** What is going wrong at the moment, for people to read. */
  describe() {
    return {
      visibilityDelays: Object.fromEntries(this.delays),
      outages: Object.fromEntries(this.outages),
      latencies: Object.fromEntries(this.latencies),
      throttling: this.throttling.map(({ rule, left }) => ({
        ...rule,
        left: left === Infinity ? null : left,
      })),
      throttled: this.refused,
    };
  }

  /** How long a request of a part waits, in milliseconds. */
  latency(part: Part): number {
    const matching = [...this.latencies].filter(([slow]) => concerns(slow, part)).map(([, time]) => time);
    return Math.max(0, ...matching);
  }

  /** Decides about one request, and counts it where a rule has a count. */
  judge(part: Part, request: string): Verdict {
    for (const [failing, kind] of this.outages) {
      if (concerns(failing, part)) return { kind };
    }
    for (const entry of this.throttling) {
      const { rule } = entry;
      const hit = concerns(rule.part ?? "graph", part) && request.includes(rule.matching ?? "");
      if (!hit || entry.left <= 0) continue;
      entry.left -= 1;
      this.refused += 1;
      return { kind: "throttle", retryAfter: rule.retryAfter ?? 1 };
    }
    return { kind: "pass" };
  }
}
