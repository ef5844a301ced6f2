import { stripVTControlCharacters } from "node:util";
import { summary } from "../../bin/summary";
import { parseConfig } from "../../lib/config";
import { synthesize } from "../../lib/synthesize";
import { inTemporaryFolder } from "../support/files";

function summaryOf(text: string): string[] {
  return inTemporaryFolder((outdir) => {
    const { stack } = synthesize(parseConfig(text, {}), { outdir });
    return stripVTControlCharacters(summary({ stack, file: "out/cdk.tf.json" }, "terraform plan")).split(
      "\n",
    );
  });
}

const REST = `
ingressController: { kind: ingress-nginx }
apps:
  - name: shop
    host: shop.example.com
    paths: [/cart, /pay]
    publicPaths: [/healthz, { path: /, pathType: Exact }]
    service: { namespace: shop, name: web, port: 80 }
  - name: grafana
    host: grafana.example.com
    externalIngress: true
`;

describe("the summary", () => {
  it("has a line for every app: its paths, who may enter, and what is open to everybody", () => {
    expect(summaryOf(`entra: { accessGroup: { name: Staff } }${REST}`).slice(0, 3)).toEqual([
      "Stack                entra-ingress-auth",
      "shop.example.com     /cart, /pay for members of Staff; /healthz, / for everybody",
      "grafana.example.com  / for members of Staff",
    ]);
  });

  it("has the paths that answer programs, and the machine clients", () => {
    const clients =
      "[{ name: ci, credential: { clientSecret: {} } }, { name: etl, credential: { clientSecret: {} } }]";
    const entra = `entra: { accessGroup: { name: Staff }, machineClients: ${clients} }`;

    expect(
      summaryOf(`${entra}${REST}`.replace("/pay]", "/pay]\n    apiPaths: [/pay/v1]")).slice(1, 4),
    ).toEqual([
      "shop.example.com     /cart, /pay, /pay/v1 for members of Staff; /healthz, / for everybody",
      "grafana.example.com  / for members of Staff",
      "Machine clients      ci, etl",
    ]);
  });

  it("names a group that was brought along by its id", () => {
    const id = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    expect(summaryOf(`entra: { accessGroup: { objectId: ${id} } }${REST}`)[2]).toBe(
      `grafana.example.com  / for members of ${id}`,
    );
  });

  it("has the three times of a session that refreshes", () => {
    const session =
      "authProxy: { session: { lifetime: 12h, refresh: 30m, store: { redis: { url: rediss://c.example.com:6380 } } } }";
    expect(summaryOf(`entra: { accessGroup: { name: Staff } }\n${session}${REST}`).slice(3, 6)).toEqual([
      "Session ends         after 12h",
      "Groups refresh       every 30m",
      "Removed people       are out within 1h30m; bearer tokens last as long as Entra made them, about an hour",
    ]);
  });

  it("counts the resources by provider, and ends with the file and the next command", () => {
    expect(
      summaryOf(`entra: { accessGroup: { name: Staff } }\nauthProxy: { helm: {} }${REST}`).slice(6),
    ).toEqual([
      "Resources            azuread 4, time 3, kubernetes 12, random 1, helm 1",
      "Output               out/cdk.tf.json",
      "Next                 terraform plan",
    ]);
  });
});
