import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { NetworkingV1Api } from "@kubernetes/client-node";
import type { Lab } from "../../lab";
import { isAtApp, seenByApp } from "../app-view";
import { get, isFromApp } from "../requests";
import type { Scenario } from "../scenario";
import { withEdgeProgram } from "../with-edge-program";

const FILE = "lab/e2e/previews.yaml";
const SIGN_IN = "auth.preview.example.com";
const [FIRST, SECOND, OWN] = ["pr-1", "pr-2", "podinfo"].map((name) => `${name}.preview.example.com`);
const FORGED = { "X-Auth-Request-Email": "forged@contoso.com", "X-Forwarded-Email": "forged@contoso.com" };
/** Places outside of the domain, as somebody might smuggle them into a link. */
const ELSEWHERE = [
  "https://evil.example.org/",
  "https://evilpreview.example.com/",
  "https://preview.example.com.evil.example.org/",
  "https://pr-1.preview.example.com@evil.example.org/",
  "https://pr-1.preview.example.com:8443/",
  "https://www.example.com/",
];

/** The hosts of each edge's previews: an Ingress for each, and one for all where the lab's edge takes it. */
const EDGES = [
  { letter: "f", edge: "traefik", hosts: [FIRST, "*.preview.example.com"] },
  { letter: "g", edge: "nginx", hosts: [FIRST, SECOND] },
] as const;

export const previews: readonly Scenario[] = EDGES.map(({ letter, edge, hosts }) => ({
  name: `30${letter} before ${edge}, hosts that others make below a domain ask the check and share one sign-in`,
  seenFailing:
    "the domain not among those to return to: after the sign-in people were at the sign-in's own host",
  async run({ lab, browsers, clear }) {
    await clear();
    await lab.edges.serve(SIGN_IN, FIRST ?? "", SECOND ?? "", OWN ?? "");
    const { alice, mallory } = lab.entra.seed.people;
    const objects = lab.newStackObjects();
    try {
      await withEdgeProgram(lab, edge, async (settle) => {
        await objects.place(readFileSync(lab.synthesize(FILE, { edge }), "utf8"));
        const outputs = await objects.outputs();
        const annotations = (outputs.ingress_annotations as Record<string, Record<string, string>>).previews;
        for (const host of hosts) await makeIngress(lab, host ?? "", annotations ?? {});
        await settle();

        const start = `https://${FIRST}/deep/link?x=1&y=a%20b`;
        const page = await browsers.signIn(start, alice.userPrincipalName);
        assert.equal(page.url(), start);
        assert.ok(await isAtApp(page), "a member is not at the preview");
        // Another preview, and an app of the stack, know them without another sign-in.
        for (const host of [SECOND, OWN]) {
          await page.goto(`https://${host}/`);
          assert.equal(page.url(), `https://${host}/`);
          assert.ok(await isAtApp(page));
        }
        const cookies = await page.context().cookies(`https://${FIRST}/`);
        const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
        const seen = seenByApp(await get(FIRST ?? "", "/", { cookie, ...FORGED }));
        assert.equal(seen.headers["x-auth-request-email"], alice.userPrincipalName);
        assert.equal(seen.headers["x-forwarded-email"], undefined);

        for (const host of [FIRST, SECOND]) {
          assert.ok(!isFromApp(await get(host ?? "", "/", FORGED)), `${host} is open`);
          // The app's own host has a public path, and the previews have none.
          assert.ok(!isFromApp(await get(host ?? "", "/public", FORGED)), `${host}/public is open`);
        }
        assert.ok(isFromApp(await get(OWN ?? "", "/public")));
        for (const place of ELSEWHERE) {
          const { location } = await get(SIGN_IN, `/oauth2/sign_out?rd=${encodeURIComponent(place)}`, {
            cookie,
          });
          assert.equal(location, "/", `a sign-out leads to ${place}`);
        }
        await page.context().close();
        const refused = await browsers.signIn(start, mallory.userPrincipalName);
        assert.match(await refused.locator("h1:visible").innerText(), /not allowed in here/);
        await refused.context().close();
      });
    } finally {
      await removeIngresses(lab);
      await objects.remove();
    }
  },
}));

const LABELS = { made: "by-a-preview" };
const NAMESPACE = "default";

/** What somebody makes for a preview: the annotations of the output, and their own host and Service. */
async function makeIngress(lab: Lab, host: string, annotations: Record<string, string>): Promise<void> {
  await lab.cluster.config.makeApiClient(NetworkingV1Api).createNamespacedIngress({
    namespace: NAMESPACE,
    body: {
      metadata: { name: host.replace(/^\*/, "all"), labels: LABELS, annotations },
      spec: {
        ingressClassName: "nginx",
        tls: [{ hosts: [host], secretName: "tls-secret" }],
        rules: [
          {
            host,
            http: {
              paths: [
                {
                  path: "/",
                  pathType: "Prefix",
                  backend: { service: { name: "podinfo", port: { number: 9898 } } },
                },
              ],
            },
          },
        ],
      },
    },
  });
}

async function removeIngresses(lab: Lab): Promise<void> {
  const labelSelector = Object.entries(LABELS)
    .map((pair) => pair.join("="))
    .join(",");
  await lab.cluster.config
    .makeApiClient(NetworkingV1Api)
    .deleteCollectionNamespacedIngress({ namespace: NAMESPACE, labelSelector });
}
