import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type V1Container, type V1LifecycleHandler, type V1Probe } from "@kubernetes/client-node";

/** What a probe or hook acts on. */
export interface ProbeTarget {
  readonly address: string;
  readonly container: V1Container;
  /** Runs a command in the container; throws when it fails. */
  execute(command: readonly string[]): Promise<string>;
}

/** Does what a probe or a hook says; throws, with the reason, when that fails. */
export async function act(
  action: V1Probe | V1LifecycleHandler,
  target: ProbeTarget,
  seconds: number,
): Promise<void> {
  const { httpGet, tcpSocket, exec } = action;
  const milliseconds = seconds * 1000;
  if (httpGet) {
    const port = portNumber(httpGet.port, target.container);
    const host = httpGet.host ?? target.address;
    const headers: Record<string, string> = { "User-Agent": "kube-probe/1.36", Accept: "*/*" };
    for (const { name, value } of httpGet.httpHeaders ?? []) headers[name] = value;
    const status = await httpStatus({
      secure: httpGet.scheme === "HTTPS",
      options: { host, port, path: httpGet.path ?? "/", headers },
      milliseconds,
    });
    if (status < 200 || status >= 400) throw new Error(`HTTP probe failed with statuscode: ${status}`);
  } else if (tcpSocket) {
    await connects(
      tcpSocket.host ?? target.address,
      portNumber(tcpSocket.port, target.container),
      milliseconds,
    );
  } else if (exec) {
    await within(milliseconds, target.execute(exec.command ?? []));
  } else {
    throw new Error("the lab knows httpGet, tcpSocket and exec");
  }
}

interface HttpProbe {
  readonly secure: boolean;
  readonly options: { host: string; port: number; path: string; headers: Record<string, string> };
  readonly milliseconds: number;
}

function httpStatus({ secure, options, milliseconds }: HttpProbe): Promise<number> {
  const signal = AbortSignal.timeout(milliseconds);
  const send = secure ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    send({ ...options, signal, agent: false, rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", (error) => reject(signal.aborted ? new Error("timeout awaiting response headers") : error))
      .end();
  });
}

/** Opens a connection and closes it; throws where nothing answers in time. */
export async function connects(host: string, port: number, milliseconds: number): Promise<void> {
  const socket = connect({ host, port });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(milliseconds) });
  } finally {
    socket.destroy();
  }
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const ended = new AbortController();
  const late = delay(milliseconds, undefined, { signal: ended.signal }).then(() => {
    throw new Error(`command timed out after ${milliseconds / 1000} s`);
  });
  late.catch(() => undefined);
  await Promise.race([work, late]).finally(() => ended.abort());
}

/** Number of a port that may be given by its name. */
export function portNumber(port: string | number, container: V1Container): number {
  if (typeof port === "number" || /^\d+$/.test(port)) return Number(port);
  const named = container.ports?.find(({ name }) => name === port);
  if (named === undefined) throw new Error(`container ${container.name} has no port ${port}`);
  return named.containerPort;
}

/** Repeats a probe and tells when its verdict is reached: so many successes, or failures, in a row. */
export class Prober {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private successes = 0;
  private failures = 0;

  constructor(
    private readonly probe: V1Probe,
    private readonly target: ProbeTarget,
    private readonly onVerdict: (success: boolean) => void,
    private readonly onFailure: (message: string) => void,
  ) {}

  start(): this {
    // The kubelet notices a started container about half a second later.
    this.next((this.probe.initialDelaySeconds ?? 0) + 0.5);
    return this;
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private next(seconds: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.once(), seconds * 1000);
  }

  private async once(): Promise<void> {
    const started = Date.now();
    const failure = await act(this.probe, this.target, this.probe.timeoutSeconds ?? 1).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (this.stopped) return;
    if (failure === undefined) {
      this.failures = 0;
      if (++this.successes >= (this.probe.successThreshold ?? 1)) this.onVerdict(true);
    } else {
      this.successes = 0;
      this.onFailure(failure);
      if (++this.failures >= (this.probe.failureThreshold ?? 3)) this.onVerdict(false);
    }
    const period = this.probe.periodSeconds ?? 10;
    this.next(Math.max(0.1, period - (Date.now() - started) / 1000));
  }
}
