import assert from "node:assert/strict";
import { NetworkingV1Api } from "@kubernetes/client-node";
import type { Lab } from "../../lab";
import { prepare } from "../../prove/prepare";
import { differencesOf, isWrong } from "../../prove/proof";
import { stand } from "../../prove/stand";
import type { Scenario } from "../scenario";

const FILE = "examples/rules.yaml";
const HOST = "invoices.contoso.com";
const CHECK = "nginx.ingress.kubernetes.io/auth-url";

export const prove: Scenario = {
  name: "18 prove: the edge does as a file says, and the report tells where it does not once an annotation was removed by hand",
  seenFailing: "nobody's answer read as let in where an app answered",
  async run({ lab, clear }) {
    await clear();
    const standing = await stand(lab, [prepare(FILE, {})], { edge: "traefik", terraform: false });
    try {
      const [asItIs] = await standing.ask();
      assert.ok(asItIs);
      assert.deepEqual(differencesOf(asItIs), [], "the edge does otherwise than the file says");
      assert.ok(
        asItIs.cells.some(({ says }) => says === "403"),
        "nobody is kept out",
      );
      assert.ok(!isWrong(asItIs));

      await removeCheck(lab, "/admin");
      const [opened] = await standing.ask();
      assert.ok(opened);
      const differences = differencesOf(opened);
      assert.deepEqual(
        [...new Set(differences.map(({ host, path }) => host + path))].sort(),
        ["/admin", "/admin/", "/admin/below"].map((path) => HOST + path),
      );
      const nobody = differences.find(({ asker, path }) => asker === 0 && path === "/admin");
      assert.deepEqual([nobody?.says, nobody?.answers], ["sign-in", "let in with a forged identity"]);
      assert.ok(isWrong(opened));
    } finally {
      await standing.remove();
    }
  },
};

/** Takes the check off the Ingress of a path, as somebody does by hand who wants to try something. */
async function removeCheck(lab: Lab, path: string): Promise<void> {
  const networking = lab.cluster.config.makeApiClient(NetworkingV1Api);
  const { items } = await networking.listIngressForAllNamespaces();
  const found = items.find(({ spec }) =>
    spec?.rules?.some(({ host, http }) => host === HOST && http?.paths.some((one) => one.path === path)),
  );
  const { name, namespace } = found?.metadata ?? {};
  assert.ok(found && name && namespace, `no Ingress has ${path}`);
  delete found.metadata?.annotations?.[CHECK];
  await networking.replaceNamespacedIngress({ name, namespace, body: found });
}
