import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { placedText, type ConfigFile } from "../../../lab/conformance/config-file";
import { frontsOf } from "../../../lab/conformance/fronts-of";
import { parseConfig } from "../../../lib/config";
import { synthesize } from "../../../lib/synthesize";

const STAFF = "11111111-1111-4111-8111-111111111111";
const FILE: ConfigFile = {
  entra: { accessGroup: { objectId: STAFF } },
  apps: [
    { name: "shop", host: "shop.example", service: { namespace: "shop", name: "web", port: 80 } },
    { name: "wiki", host: "wiki.example", service: { namespace: "wiki", name: "web", port: 80 } },
  ],
};

it("reads of a stack the auth proxies in the path of its apps, with whom each lets in", () => {
  // GIVEN a stack of two apps before a Gateway of which only the standard is known
  const outdir = mkdtempSync(join(tmpdir(), "fronts-"));
  const text = placedText(FILE, { word: "s07", edge: { form: "standard" } });
  const { file } = synthesize(parseConfig(text, {}), { outdir });
  // WHEN its auth proxies are read
  const fronts = frontsOf(readFileSync(file, "utf8"), () => "known late");
  rmSync(outdir, { recursive: true });
  // THEN each has its own name, its app behind it and its groups, and the rest is for the shared Secrets to say
  expect(fronts.map(({ service }) => service)).toEqual([
    { namespace: "with-staff", name: "s07-shop", port: 4180 },
    { namespace: "with-staff", name: "s07-wiki", port: 4180 },
  ]);
  expect(fronts[0]?.args).toContain("--upstream=http://web.s07-shop.svc.cluster.local:80");
  expect(fronts[0]?.variables).toEqual({
    OAUTH2_PROXY_ALLOWED_GROUPS: STAFF,
    OAUTH2_PROXY_CLIENT_ID: undefined,
    OAUTH2_PROXY_CLIENT_SECRET: undefined,
    OAUTH2_PROXY_COOKIE_SECRET: undefined,
    OAUTH2_PROXY_OIDC_ISSUER_URL: undefined,
  });
});
