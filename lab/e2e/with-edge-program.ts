import { setTimeout as delay } from "node:timers/promises";
import { edgeForm, type EdgeFormName } from "../ingress/edge-forms";
import type { Lab } from "../lab";
import { untilReplacedEnded } from "./proxy-pods";

/** Within this time Traefik has taken up what was written, in milliseconds. */
const CONTROLLER_DELAY = 4_000;

/** Lets the program of an edge answer as long as the work takes, which is told how to wait until it has taken up what was written. */
export async function withEdgeProgram(
  lab: Lab,
  edge: EdgeFormName,
  work: (settle: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const pods = (): Promise<void> => untilReplacedEnded(lab.cluster.config);
  if (edgeForm(edge).program === "nginx") {
    await lab.withNginx((nginx) =>
      work(async () => {
        await pods();
        await nginx.update();
      }),
    );
    return;
  }
  if (edgeForm(edge).readsRoutes) await lab.edges.readRoutes();
  await work(async () => {
    await delay(CONTROLLER_DELAY);
    await pods();
  });
}
