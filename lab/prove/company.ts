import { isIP } from "node:net";
import { pullSecretNames } from "../../lib/oauth2-proxy/pod-rules";
import { CertificateAuthority } from "../certificates";
import { startEgressProxy, type EgressProxy } from "../egress-proxy";
import { GITHUB_NAMES } from "../github/server";
import { ENTRA_NAMES, type Lab } from "../lab";
import type { MadeProxy } from "./made-proxy";
import type { Surroundings } from "./surroundings";

/** Where an egress proxy answers whose URL has a name. */
const ADDRESS = "10.41.0.8";
const PORT = 3128;

/** Puts in place what a file names of a company's surroundings, and gives the egress proxy, if there is one. */
export async function standInForCompany(
  lab: Lab,
  surroundings: Surroundings,
  namespace: string,
  { egressProxy, caBundle, imagePullSecrets = [], serviceAccount }: MadeProxy,
): Promise<EgressProxy | undefined> {
  const authority =
    caBundle === undefined ? lab.authority : await CertificateAuthority.create("a company's CA");
  const { configMap, secret } = caBundle ?? {};
  if (configMap !== undefined) {
    await surroundings.configMap(namespace, configMap.name, { [configMap.key]: authority.certificate });
  }
  if (secret !== undefined) {
    await surroundings.secret(namespace, secret.name, { [secret.key]: authority.certificate });
  }
  for (const name of pullSecretNames(imagePullSecrets)) await surroundings.secret(namespace, name, {});
  if (serviceAccount?.name !== undefined) {
    await surroundings.serviceAccount(namespace, serviceAccount.name);
  }
  if (egressProxy === undefined) return undefined;
  const { url = `http://${ADDRESS}:${PORT}`, existingSecret } = egressProxy;
  const { hostname, port } = new URL(url);
  const address = isIP(hostname) === 4 ? hostname : ADDRESS;
  if (address !== hostname) await lab.hosts.set(address, hostname);
  if (existingSecret !== undefined) {
    await surroundings.secret(namespace, existingSecret.name, { [existingSecret.key]: url });
  }
  return startEgressProxy({
    authority,
    opens: [...ENTRA_NAMES, ...GITHUB_NAMES],
    trust: lab.authority.certificate,
    address,
    port: Number(port || 80),
  });
}
