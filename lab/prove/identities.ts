import type { Model } from "../../lib/model/model";
import type { Lab } from "../lab";
import type { RunningGitHub } from "../github/server";
import type { Asker } from "./ask";
import { NOBODY, personAsker, programAsker, type Proofs } from "./askers";
import { StackDirectory, type Outputs } from "./directory";
import { callbackUrlFor, gitHubPeople, type GitHubConfig } from "./github";
import type { EntraConfig } from "./memberships";
import { peopleOf, withoutLikes } from "./people";
import type { Prepared } from "./prepare";
import { programsOf, type Program } from "./programs";
import type { Surroundings } from "./surroundings";

/** An asker, and how many others would be answered alike. */
export interface Represented {
  readonly asker: Asker;
  readonly alike: number;
}

/** Whoever vouches for people of a stack, in the lab. */
export interface Identities {
  /** The secret of an application that the stack does not make. */
  secret(): string;
  prepare(): Promise<void>;
  complete(outputs: Outputs): Promise<void>;
  askers(model: Model, outputs: Outputs): Promise<Represented[]>;
  /** Who cannot be asked for, and why. */
  readonly skipped: readonly string[];
  /** Everybody who can sign in, by the name to choose. */
  readonly people: readonly { readonly name: string; readonly why: string }[];
  close(): Promise<void>;
}

export function identitiesOf({ config }: Prepared, lab: Lab, surroundings: Surroundings): Identities {
  return config.github === undefined
    ? entraIdentities(config, lab, surroundings)
    : gitHubIdentities(config, lab);
}

function entraIdentities(config: EntraConfig, lab: Lab, surroundings: Surroundings): Identities {
  const people = peopleOf(config);
  const everyProgram = programsOf(config);
  const skippedPrograms = everyProgram.flatMap((program) => {
    const why = whyNot(program, lab.cluster.issuer);
    return why === undefined ? [] : [{ program, why }];
  });
  const programs = everyProgram.filter((one) => skippedPrograms.every(({ program }) => program !== one));
  const { contoso } = lab.entra.seed;
  const directory = new StackDirectory(lab.entra.directory, contoso, { config, people, programs });
  const { application } = config.entra;
  const existing = application !== undefined && "clientId" in application ? application.clientId : undefined;
  const proofs = async (program: Program, outputs: Outputs): Promise<Proofs> => {
    const { source } = program;
    if (source.kind === "existing") return directory.secretOf(program);
    if (source.kind === "self") {
      const clientId = String(outputs.client_id);
      const { client_secret: secret } = outputs;
      return {
        clientId,
        clientSecret: typeof secret === "string" ? secret : directory.secretOfApplication(clientId),
      };
    }
    const { client_id: clientId = "" } = recordAt(outputs.machine_clients, source.client);
    if (source.kind === "secret") {
      return { clientId, clientSecret: String(Object(outputs.machine_client_secrets)[source.client]) };
    }
    const [, , namespace = "", name = ""] = source.subject.split(":");
    return { clientId, assertion: await surroundings.serviceAccountToken(namespace, name, source.audience) };
  };
  return {
    skipped: skippedPrograms.map(({ program, why }) => `${program.name}: ${why}`),
    people: people.map(({ userPrincipalName, account, why }) => ({
      name: account ?? userPrincipalName,
      why,
    })),
    secret: () => directory.secretOfApplication(existing ?? ""),
    prepare: async () => {
      directory.prepare();
      for (const { source } of programs) {
        if (source.kind !== "federated") continue;
        const [, , namespace = "", name = ""] = source.subject.split(":");
        await surroundings.serviceAccount(namespace, name);
      }
    },
    complete: async (outputs) => directory.complete(outputs),
    askers: async (model, outputs) => {
      const found: Represented[] = [{ asker: NOBODY, alike: 0 }];
      for (const { person, others } of withoutLikes(people)) {
        const { userPrincipalName, mail, account, groups, roles, isAssigned, why } = person;
        const named = {
          name: userPrincipalName,
          why,
          account: account ?? userPrincipalName,
          isGuest: account !== undefined,
          isAssigned,
          groups,
          roles,
        };
        const toldName = account === undefined ? userPrincipalName : mail;
        found.push({ asker: await personAsker({ ...named, toldName }, model), alike: others.length });
      }
      for (const program of programs) {
        const ownClientId = String(outputs.client_id ?? existing);
        const tenantId = contoso.id;
        const asker = await programAsker(program, {
          tenantId,
          ownClientId,
          proofs: await proofs(program, outputs),
        });
        found.push({ asker, alike: 0 });
      }
      return found;
    },
    close: async () => directory.clear(),
  };
}

function gitHubIdentities(config: GitHubConfig, lab: Lab): Identities {
  const everybody = gitHubPeople(config);
  const clientSecret = "of-the-lab";
  let running: RunningGitHub | undefined;
  return {
    skipped: [],
    people: everybody.map(({ asker: { name, why } }) => ({ name, why })),
    secret: () => clientSecret,
    prepare: async () => undefined,
    complete: async ({ redirect_uris: uris }) => {
      const callbackUrl = callbackUrlFor(Array.isArray(uris) ? uris.map(String) : []);
      const app = { clientId: config.github.clientId, clientSecret, callbackUrl };
      running = await lab.startGitHub(
        app,
        everybody.map(({ person }) => person),
      );
    },
    askers: async (model) => {
      const found: Represented[] = [{ asker: NOBODY, alike: 0 }];
      for (const { asker } of everybody) found.push({ asker: await personAsker(asker, model), alike: 0 });
      return found;
    },
    close: async () => running?.close(),
  };
}

/** Why a program cannot be asked for. */
function whyNot({ source }: Program, issuer: string): string | undefined {
  if (source.kind !== "federated") return undefined;
  if (source.issuer !== issuer) return `its tokens come from ${source.issuer}, which the lab does not have`;
  return source.subject.startsWith("system:serviceaccount:")
    ? undefined
    : `${source.subject} is no service account`;
}

function recordAt(value: unknown, key: string): Readonly<Record<string, string | undefined>> {
  const found: unknown = Object(value)[key];
  return { ...Object(found) };
}
