import { setTimeout as delay } from "node:timers/promises";
import { type V1Container, type V1ContainerState, type V1ContainerStatus } from "@kubernetes/client-node";
import { type ContainerExit, ContainerProcess, type ContainerSpec } from "./container";
import { MissingReference } from "./objects";
import { act, Prober, type ProbeTarget } from "./probe";

/** Why a container waits, in the kubelet's words. */
export class WaitingReason extends Error {
  constructor(
    readonly reason: "CreateContainerConfigError" | "ErrImagePull",
    message: string,
  ) {
    super(message);
  }
}

export interface SupervisorOptions {
  readonly container: V1Container;
  readonly restartPolicy: string;
  readonly graceSeconds: number;
  readonly address: string;
  /** Makes the container's spec; throws WaitingReason or MissingReference while it cannot be made. */
  readonly spec: (restarts: number) => Promise<ContainerSpec>;
  readonly onChange: () => void;
  readonly event: (type: "Normal" | "Warning", reason: string, message: string) => void;
}

/** Seconds to wait before a container that ends again and again is started again. */
const FIRST_BACK_OFF = 10;
const LONGEST_BACK_OFF = 300;
/** A container that ran this long is not one that ends again and again. */
const STEADY_SECONDS = 600;
const CONFIG_RETRY_SECONDS = 5;

/** Runs one container of a Pod: starts it, probes it, starts it again when it ends. */
export class ContainerSupervisor {
  private state: V1ContainerState = { waiting: { reason: "ContainerCreating" } };
  private lastState: V1ContainerState = {};
  private restarts = 0;
  private backOff = 0;
  private started = false;
  private ready = false;
  private process: ContainerProcess | undefined;
  private probers: Prober[] = [];
  private readonly stopping = new AbortController();
  private done: Promise<void> = Promise.resolve();

  constructor(private readonly options: SupervisorOptions) {}

  /** Starts the container; resolves when it has ended for good. */
  run(): Promise<void> {
    this.done = this.loop();
    return this.done;
  }

  get status(): V1ContainerStatus {
    const { name, image = "" } = this.options.container;
    return {
      name,
      image,
      imageID: this.process === undefined && this.restarts === 0 ? "" : image,
      containerID: this.restarts === 0 && this.state.waiting ? undefined : `lab://${name}-${this.restarts}`,
      state: this.state,
      lastState: this.lastState,
      restartCount: this.restarts,
      started: this.started,
      ready: this.ready,
    };
  }

  /** Ends the container for good: the hook before it, SIGTERM, and SIGKILL after the grace period. */
  async stop(graceSeconds: number): Promise<void> {
    this.stopping.abort();
    this.stopProbes();
    if (this.process !== undefined) await this.terminate(this.process, graceSeconds);
    await this.done;
  }

  /** Runs a command in the container. */
  execute(command: readonly string[]): Promise<string> {
    if (this.process === undefined)
      throw new Error(`container ${this.options.container.name} is not running`);
    return this.process.execute(command);
  }

  /** Kills the container's first process. */
  async kill(): Promise<void> {
    if (this.process === undefined)
      throw new Error(`container ${this.options.container.name} is not running`);
    await this.process.signal("SIGKILL");
  }

  private get target(): ProbeTarget {
    const { address, container } = this.options;
    return { address, container, execute: (command) => this.execute(command) };
  }

  private async loop(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const spec = await this.prepare();
      if (spec === undefined || this.stopping.signal.aborted) return;
      const exit = await this.runOnce(spec);
      const { restartPolicy } = this.options;
      if (restartPolicy === "Never" || (restartPolicy === "OnFailure" && exit.code === 0)) return;
      if (this.stopping.signal.aborted) return;
      await this.waitForRestart(exit);
    }
  }

  /** Makes the spec, trying again while something that it refers to is missing; undefined once it is to stop. */
  private async prepare(): Promise<ContainerSpec | undefined> {
    while (!this.stopping.signal.aborted) {
      try {
        return await this.options.spec(this.restarts);
      } catch (error) {
        const reason = error instanceof WaitingReason ? error.reason : "CreateContainerConfigError";
        if (!(error instanceof WaitingReason || error instanceof MissingReference))
          this.options.event("Warning", "Failed", String(error));
        const message = error instanceof Error ? error.message : String(error);
        this.set({ waiting: { reason, message } });
        this.options.event("Warning", "Failed", `Error: ${message}`);
      }
      await this.pause(CONFIG_RETRY_SECONDS);
    }
    return undefined;
  }

  private async runOnce(spec: ContainerSpec): Promise<ContainerExit> {
    const { container, event } = this.options;
    event("Normal", "Pulled", `Container image "${container.image}" already present on machine`);
    const process = ContainerProcess.start(spec);
    this.process = process;
    event("Normal", "Created", `Created container: ${container.name}`);
    event("Normal", "Started", `Started container ${container.name}`);
    this.set({ running: { startedAt: process.startedAt } });
    this.startProbes();
    if (container.lifecycle?.postStart) {
      await act(container.lifecycle.postStart, this.target, this.options.graceSeconds).catch(
        (error: unknown) => event("Warning", "FailedPostStartHook", String(error)),
      );
    }
    const exit = await process.exited;
    this.stopProbes();
    this.process = undefined;
    this.started = false;
    this.ready = false;
    this.set({
      terminated: {
        exitCode: exit.code,
        reason: exit.code === 0 ? "Completed" : "Error",
        startedAt: exit.startedAt,
        finishedAt: exit.finishedAt,
        containerID: `lab://${container.name}-${this.restarts}`,
      },
    });
    return exit;
  }

  /** Starts again at once the first time, then after 10, 20, 40 … seconds, at most 5 minutes. */
  private async waitForRestart(exit: ContainerExit): Promise<void> {
    const ran = (exit.finishedAt.getTime() - exit.startedAt.getTime()) / 1000;
    if (ran > STEADY_SECONDS) this.backOff = 0;
    if (this.backOff > 0) {
      const { container, event } = this.options;
      const message = `back-off ${this.backOff}s restarting failed container=${container.name}`;
      this.lastState = this.state;
      this.set({ waiting: { reason: "CrashLoopBackOff", message } });
      event("Warning", "BackOff", `Back-off restarting failed container ${container.name}`);
      await this.pause(this.backOff);
      this.backOff = Math.min(this.backOff * 2, LONGEST_BACK_OFF);
    } else {
      this.lastState = this.state;
      this.backOff = FIRST_BACK_OFF;
    }
    this.restarts++;
  }

  private startProbes(): void {
    const { startupProbe, readinessProbe, livenessProbe } = this.options.container;
    this.ready = false;
    const running = () => {
      this.started = true;
      if (readinessProbe === undefined) this.ready = true;
      this.options.onChange();
      if (readinessProbe) this.probe("Readiness", readinessProbe, (success) => this.setReady(success));
      if (livenessProbe)
        this.probe("Liveness", livenessProbe, (success) => this.restartUnless(success, "liveness"));
    };
    if (startupProbe === undefined) return running();
    const prober = this.probe("Startup", startupProbe, (success) => {
      prober.stop();
      if (success) running();
      else this.restartUnless(false, "startup");
    });
  }

  private probe(
    kind: string,
    probe: NonNullable<V1Container["livenessProbe"]>,
    verdict: (ok: boolean) => void,
  ): Prober {
    const prober = new Prober(probe, this.target, verdict, (message) =>
      this.options.event("Warning", "Unhealthy", `${kind} probe failed: ${message}`),
    ).start();
    this.probers.push(prober);
    return prober;
  }

  private stopProbes(): void {
    for (const prober of this.probers.splice(0)) prober.stop();
  }

  private setReady(ready: boolean): void {
    if (this.ready === ready) return;
    this.ready = ready;
    this.options.onChange();
  }

  private restartUnless(success: boolean, kind: "liveness" | "startup"): void {
    if (success || this.process === undefined) return;
    this.stopProbes();
    const { container, event, graceSeconds } = this.options;
    event("Normal", "Killing", `Container ${container.name} failed ${kind} probe, will be restarted`);
    void this.terminate(this.process, graceSeconds);
  }

  private async terminate(process: ContainerProcess, graceSeconds: number): Promise<void> {
    const deadline = Date.now() + graceSeconds * 1000;
    const preStop = this.options.container.lifecycle?.preStop;
    if (preStop?.sleep && graceSeconds > 0) {
      const seconds = Math.min(preStop.sleep.seconds, graceSeconds);
      await Promise.race([new Promise((resolve) => setTimeout(resolve, seconds * 1000)), process.exited]);
    } else if (preStop && graceSeconds > 0) {
      await act(preStop, this.target, graceSeconds).catch((error: unknown) =>
        this.options.event("Warning", "FailedPreStopHook", String(error)),
      );
    }
    await process.stop(Math.max(0, (deadline - Date.now()) / 1000));
  }

  private set(state: V1ContainerState): void {
    this.state = state;
    this.options.onChange();
  }

  private async pause(seconds: number): Promise<void> {
    await delay(seconds * 1000, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
