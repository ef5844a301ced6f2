import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CertificateAuthority } from "../lab/certificates";
import type { Tenant } from "../lab/entra/directory";
import { LOGIN_ALIASES, start, type RunningEntra } from "../lab/entra/server";
import { Terraform } from "../lab/terraform";

/** What one run of Terraform took. */
export interface Cost {
  /** Calls of Microsoft Graph. */
  readonly calls: number;
  readonly seconds: number;
  /** The last line in which Terraform says what it would change, or did. */
  readonly summary: string;
  /** The fewest memberships that the groups of the tenant had together at any of its calls. */
  readonly fewest: number;
}

/** The calls of one run of Terraform. */
class CallLog {
  tenant?: Tenant;
  calls: string[] = [];
  fewest = Infinity;

  note(call: string): void {
    this.calls.push(call);
    const groups = this.tenant?.groups.list() ?? [];
    this.fewest = Math.min(
      this.fewest,
      groups.reduce((sum, { members }) => sum + members.length, 0),
    );
  }

  clear(): void {
    this.calls = [];
    this.fewest = Infinity;
  }
}

/**
 * The lab's Entra ID on the machine itself, which counts the calls of Graph that the real azuread provider makes. It
 * answers at once, so times are the provider's own and Terraform's; the calls tell what a real tenant adds.
 */
export class EntraBed {
  static async start(): Promise<EntraBed> {
    const folder = mkdtempSync(join(tmpdir(), "entra-ingress-auth-graph-"));
    const authority = await CertificateAuthority.create("graph-calls");
    const caFile = join(folder, "ca.pem");
    writeFileSync(caFile, authority.certificate);
    const log = new CallLog();
    const port = await freePort();
    const local = `https://localhost:${port}`;
    const entra = await start({
      port,
      tls: await authority.issue({ names: ["localhost", ...LOGIN_ALIASES] }),
      origins: { login: local, graph: local },
      onGraphCall: (call) => log.note(call),
    });
    log.tenant = entra.seed.contoso;
    return new EntraBed(folder, entra, log, {
      ARM_TENANT_ID: entra.seed.deployer.tenantId,
      ARM_CLIENT_ID: entra.seed.deployer.clientId,
      ARM_CLIENT_SECRET: entra.seed.deployer.clientSecret,
      ARM_METADATA_HOSTNAME: `localhost:${port}`,
      SSL_CERT_FILE: caFile,
    });
  }

  private constructor(
    readonly folder: string,
    private readonly entra: RunningEntra,
    private readonly log: CallLog,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  get tenant(): Tenant {
    return this.entra.seed.contoso;
  }

  /** Calls since the last cost was taken, by method and path without what differs between things of a kind. */
  get kinds(): ReadonlyMap<string, number> {
    const kinds = new Map<string, number>();
    for (const call of this.log.calls) {
      const kind = call.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, "<id>").replace(/\?.*/, "");
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    return kinds;
  }

  /** People of these names, where they are not there already. */
  addPeople(names: readonly string[]): void {
    const known = new Set(this.tenant.users.list().map(({ userPrincipalName }) => userPrincipalName));
    for (const name of names.filter((one) => !known.has(one))) {
      this.tenant.addUser({ userPrincipalName: name, displayName: name, mail: name });
    }
  }

  async init(folder: string): Promise<void> {
    await new Terraform({ folder, environment: this.environment }).init();
  }

  apply(folder: string): Promise<Cost> {
    return this.cost(folder, (terraform) => terraform.apply());
  }

  plan(folder: string): Promise<Cost> {
    return this.cost(folder, (terraform) => terraform.wouldChange());
  }

  async close(): Promise<void> {
    await this.entra.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async cost(folder: string, act: (terraform: Terraform) => Promise<unknown>): Promise<Cost> {
    let summary = "";
    const onLine = (line: string): void => {
      if (/^(?:Plan|Apply complete|No changes|.*Error):?/.test(line)) summary = line;
    };
    this.log.clear();
    const started = process.hrtime.bigint();
    await act(new Terraform({ folder, environment: this.environment, onLine }));
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    return { calls: this.log.calls.length, seconds, summary, fewest: this.log.fewest };
  }
}

/** The emulator's address is part of what it answers, so that its port has to be known before it listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
