import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { CertificateAuthority } from "../certificates";
import { MICROSOFT_ORIGINS } from "./entra";
import { LOGIN_ALIASES, start } from "./server";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8443" },
    /** Where the CA's certificate and the deployer's environment are written. */
    out: { type: "string", default: ".lab-entra" },
    /** Answers as login.microsoftonline.com and graph.microsoft.com instead of localhost. */
    "microsoft-names": { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const port = Number(values.port);
  const local = `https://localhost:${port}`;
  const origins = values["microsoft-names"] ? MICROSOFT_ORIGINS : { login: local, graph: local };
  const authority = await CertificateAuthority.create("Entra emulator");
  const tls = await authority.issue({
    names: ["localhost", "127.0.0.1", "login.microsoftonline.com", "graph.microsoft.com", ...LOGIN_ALIASES],
  });
  const { url, seed, close } = await start({ port, tls, origins, trust: authority.certificate });

  const out = resolve(values.out);
  mkdirSync(out, { recursive: true, mode: 0o700 });
  const { clientId, clientSecret, tenantId } = seed.deployer;
  writeFileSync(join(out, "ca.pem"), authority.certificate);
  writeFileSync(
    join(out, "deployer.env"),
    [
      `ARM_TENANT_ID=${tenantId}`,
      `ARM_CLIENT_ID=${clientId}`,
      `ARM_CLIENT_SECRET=${clientSecret}`,
      ...(origins === MICROSOFT_ORIGINS ? [] : [`ARM_METADATA_HOSTNAME=localhost:${port}`]),
      `SSL_CERT_FILE=${join(out, "ca.pem")}`,
      "",
    ].join("\n"),
    { mode: 0o600 },
  );

  console.log(`Entra emulator    ${url}, as ${origins.login} and ${origins.graph}`);
  console.log(`Certificate       ${join(out, "ca.pem")}`);
  console.log(`Deployer          ${join(out, "deployer.env")}: the azuread provider's environment`);
  console.log(`Tenant            ${tenantId} (contoso.com)`);
  console.log(
    `People            ${Object.values(seed.people)
      .map((user) => user.userPrincipalName)
      .join(", ")}`,
  );

  const stop = () => void close().then(() => process.exit(0));
  process.on("SIGINT", stop).on("SIGTERM", stop);
}

void main();
