import { type V1ContainerState, type V1ContainerStatus, type V1PodCondition } from "@kubernetes/client-node";
import { podStatus, type PodState } from "../../../../lab/cluster/node/pod-status";

const START = new Date("2026-01-01T00:00:00Z");
const NOW = new Date("2026-01-01T00:01:00Z");
const RUNNING: V1ContainerState = { running: { startedAt: START } };
const WAITING: V1ContainerState = { waiting: { reason: "CreateContainerConfigError" } };
const ended = (exitCode: number): V1ContainerState => ({ terminated: { exitCode } });

function container(state: V1ContainerState, more: Partial<V1ContainerStatus> = {}): V1ContainerStatus {
  return {
    name: "web",
    image: "web",
    imageID: "",
    restartCount: 0,
    ready: false,
    state,
    lastState: {},
    ...more,
  };
}

function state(
  containers: V1ContainerStatus[],
  more: Partial<PodState> = {},
  restartPolicy = "Always",
): PodState {
  return {
    pod: { metadata: { generation: 4 }, spec: { containers: [], restartPolicy } },
    startedAt: START,
    nodeAddress: "10.42.0.1",
    address: "10.42.0.10",
    containers,
    initContainers: [],
    initialized: true,
    terminating: false,
    previous: [],
    ...more,
  };
}

const phase = (made: PodState) => podStatus(made, NOW).phase;
const condition = (made: PodState, type: string): V1PodCondition | undefined =>
  podStatus(made, NOW).conditions?.find((found) => found.type === type);

describe("a Pod's phase", () => {
  it.each([
    ["Pending", "Always", WAITING],
    ["Running", "Always", RUNNING],
    ["Running", "Always", ended(1)],
    ["Running", "OnFailure", ended(1)],
    ["Succeeded", "OnFailure", ended(0)],
    ["Succeeded", "Never", ended(0)],
    ["Failed", "Never", ended(1)],
  ])("is %s with restart policy %s and a container that is %j", (expected, policy, of) => {
    expect(phase(state([container(of)], {}, policy))).toBe(expected);
  });

  it("stays Running while a container waits to be started again", () => {
    const crashing = { waiting: { reason: "CrashLoopBackOff" } };
    expect(phase(state([container(crashing, { lastState: ended(1) })]))).toBe("Running");
  });

  it("is Pending until the init containers are done", () => {
    expect(
      phase(state([container(WAITING)], { initialized: false, initContainers: [container(RUNNING)] })),
    ).toBe("Pending");
  });

  it.each([
    ["Succeeded", 0],
    ["Failed", 143],
  ])("is %s once a deleted Pod has ended with %d", (expected, code) => {
    const pod = { metadata: { deletionTimestamp: NOW }, spec: { containers: [], restartPolicy: "Always" } };
    expect(phase(state([container(ended(code))], { pod }))).toBe(expected);
  });
});

describe("a Pod's conditions", () => {
  it("are ready only when every container is", () => {
    const ready = container(RUNNING, { ready: true });
    expect(condition(state([ready]), "Ready")?.status).toBe("True");
    expect(condition(state([ready, container(RUNNING, { name: "side" })]), "Ready")).toEqual({
      type: "Ready",
      status: "False",
      lastTransitionTime: NOW,
      reason: "ContainersNotReady",
      message: "containers with unready status: [side]",
    });
  });

  it("are not ready from the moment the Pod is being ended", () => {
    expect(
      condition(state([container(RUNNING, { ready: true })], { terminating: true }), "Ready")?.status,
    ).toBe("False");
  });

  it("keep the time of their last change", () => {
    const previous = [{ type: "Ready", status: "True", lastTransitionTime: START }];
    const kept = state([container(RUNNING, { ready: true })], { previous });
    expect(condition(kept, "Ready")?.lastTransitionTime).toEqual(START);
    expect(condition(state([container(RUNNING)], { previous }), "Ready")?.lastTransitionTime).toEqual(NOW);
  });
});
