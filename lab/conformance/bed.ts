import { join } from "node:path";
import { startLab } from "../lab";
import { addAddress } from "../namespace/network";
import { placedHost, REALMS, realmHost, slotWord, type RealmName } from "./config-file";
import { edgeForm, type EdgeFormName } from "../ingress/edge-forms";
import { edgeAddress, startEdge, type Edge, type EdgeAddress } from "./edges";
import { Fronts } from "./fronts";
import { HOSTS } from "./generate";
import { Ground } from "./ground";
import { addPrincipals, type Principals } from "./identities";
import { startRealm, variablesOf, type Realm } from "./realms";
import { StandIn } from "./stand-in";

/** Everything that stacks are tried out with, started once. */
export interface Bed {
  readonly ground: Ground;
  readonly fronts: Fronts;
  readonly edges: readonly Edge[];
  readonly realms: Readonly<Record<RealmName, Realm>>;
  readonly principals: Principals;
  /** What config files name in `${...}`. */
  readonly variables: Readonly<Record<string, string>>;
}

/** How many stacks stand before an edge at once. */
export const SLOTS = 20;
const STAND_IN = "10.41.0.8";

export interface BedOptions {
  /** Before which edges stacks are tried. */
  readonly edges: readonly EdgeFormName[];
  readonly folder: string;
  readonly onProgress: (step: string) => void;
  readonly onFailure: (error: Error) => void;
}

/** Starts the lab, the edges, an auth proxy for each realm, and what stands for the apps; the namespace ends them. */
export async function startBed({ folder, edges: forms, onProgress, onFailure }: BedOptions): Promise<Bed> {
  const lab = await startLab({ folder, onProgress, onFailure });
  const addresses = forms.map(edgeAddress);
  const names = addresses.flatMap(hostsBefore);
  // With the check through the public host an edge asks itself, by name and by its certificate.
  for (const edge of addresses) await lab.hosts.set(edge.address, ...hostsBefore(edge));
  await addAddress(STAND_IN);
  const standIn = new StandIn(STAND_IN);
  // One certificate for all of them.
  const keyPair = await lab.issue([...REALMS.map(realmHost), ...names]);
  const ground = new Ground(lab.cluster.config, keyPair, standIn);
  const edges: Edge[] = [];
  for (const edge of addresses) {
    onProgress(edgeForm(edge.form).words);
    edges.push(await startEdge(edge, lab, ground, onFailure));
  }

  // An auth proxy is set up for its edge; one before annotations serves both programs that read them.
  const [proxyForm = "traefik"] = forms;
  const principals = addPrincipals(lab.entra.seed.contoso, lab.entra.seed.fabrikam);
  const start = (name: RealmName): Promise<Realm> => {
    onProgress(`an auth proxy for ${name}, and everybody signed in`);
    return startRealm(name, proxyForm, lab, ground, principals);
  };
  const realms = {
    groups: await start("groups"),
    staff: await start("staff"),
    roles: await start("roles"),
    everybody: await start("everybody"),
    members: await start("members"),
    accounts: await start("accounts"),
  };
  return {
    ground,
    fronts: new Fronts({
      ground,
      config: lab.cluster.config,
      folder: join(folder, "fronts"),
      trustFile: join(folder, "ca.pem"),
      address: STAND_IN,
    }),
    edges,
    realms,
    principals,
    variables: variablesOf(principals),
  };
}

/** The names of random stacks before an edge, in all of its slots. */
function hostsBefore(edge: EdgeAddress): string[] {
  const slots = Array.from({ length: SLOTS }, (_, place) => ({ word: slotWord(edge, place), edge }));
  return slots.flatMap((slot) => HOSTS.map((host) => placedHost(host, slot)));
}
