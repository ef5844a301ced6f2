import assert from "node:assert/strict";
import { Agent } from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import { ask, isFromApp } from "./requests";

/** A kind of request that the load repeats, and that must reach the app every time. */
export interface LoadRequest {
  readonly what: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface LoadOptions {
  /** How many clients send one request after another; they share the kinds of request among them. */
  readonly clients: number;
  /** How long a client waits between an answer and its next request, in milliseconds. @default 0 */
  readonly pause?: number;
}

/** A request that did not reach the app. */
export interface LoadFailure {
  readonly what: string;
  /** The status, or the error of the connection. */
  readonly problem: string;
  /** When it was sent, in milliseconds since the load began. */
  readonly sentAt: number;
}

/** Clients with connections that stay open, asking until they are told to stop. */
export class Load {
  readonly failures: LoadFailure[] = [];
  /** Requests that are answered, well or badly. */
  answered = 0;
  private stopped = false;
  private readonly began = Date.now();
  private readonly agent = new Agent({ keepAlive: true });
  private readonly clients: Promise<void>[];

  constructor(
    kinds: readonly LoadRequest[],
    private readonly options: LoadOptions,
  ) {
    this.clients = Array.from({ length: options.clients }, (_, i) => this.client(kinds, i));
  }

  /** Milliseconds since it began. */
  get elapsed(): number {
    return Date.now() - this.began;
  }

  /** Waits until so many requests are answered. */
  async reaches(count: number): Promise<void> {
    while (this.answered < count) await delay(1);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.clients);
    this.agent.destroy();
  }

  /** Fails where a request failed, or where there were too few to mean anything. */
  assertUnharmed(atLeast: number): void {
    assert.ok(this.answered >= atLeast, `the load was only ${this.answered} requests`);
    assert.deepEqual(this.failures, [], `${this.failures.length} of ${this.answered} requests failed`);
  }

  private async client(kinds: readonly LoadRequest[], first: number): Promise<void> {
    for (let i = first; !this.stopped; i++) {
      const kind = kinds[i % kinds.length];
      assert.ok(kind, "a load needs a kind of request");
      await this.send(kind);
      await delay(this.options.pause ?? 0);
    }
  }

  private async send({ what, path, headers }: LoadRequest): Promise<void> {
    const sentAt = this.elapsed;
    const problem = await ask(path, headers, { agent: this.agent }).then(
      (answer) => (answer.status === 200 && isFromApp(answer) ? undefined : String(answer.status)),
      (error: unknown) => String(error),
    );
    this.answered += 1;
    if (problem !== undefined) this.failures.push({ what, problem, sentAt });
  }
}
