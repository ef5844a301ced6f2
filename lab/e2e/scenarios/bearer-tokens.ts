import assert from "node:assert/strict";
import type { Application, Tenant } from "../../entra/directory";
import { clientCredentials, ownToken } from "../clients";
import { applicationOf } from "../directory";
import { ask, isFromApp } from "../requests";
import { everyEdge, type Scenario } from "../scenario";
import { reissued, signedByAnotherKey, tampered, unsigned } from "../tokens";

const NOT_YET = 4_102_444_800;

const OUTSIDE = "of a service principal outside the group";

export const bearerTokens: Scenario = {
  name: "5 a service principal of the group gets in with a bearer token; one outside it, and tokens that are foreign, old, expired or forged in any one thing, never do",
  seenFailing: "people.yaml without the service principal in the group",
  whyNotBefore: everyEdge,
  async run({ lab, deploy, edge }) {
    const deployed = await deploy("lab/e2e/people.yaml");
    const outputs = await deployed.outputs();
    const { keys, seed } = lab.entra;
    const { contoso, fabrikam, deployer } = seed;
    const clientId = String(outputs.client_id);
    const good = await ownToken(contoso, outputs);
    for (const path of ["/api/orders", "/deep/link"]) {
      const answer = await ask(path, { authorization: `Bearer ${good}` });
      assert.equal(answer.status, 200, answer.body);
      assert.ok(isFromApp(answer));
    }

    const past = Math.floor(Date.now() / 1_000) - 3_600;
    const refused: Readonly<Record<string, string>> = {
      "for another audience": await clientCredentials(contoso.id, {
        client_id: deployer.clientId,
        client_secret: deployer.clientSecret,
        scope: "https://graph.microsoft.com/.default",
      }),
      "of the same form for another audience": await reissued(keys, good, { aud: deployer.clientId }),
      "of another tenant": await reissued(keys, good, {
        iss: `https://login.microsoftonline.com/${fabrikam.id}/v2.0`,
        tid: fabrikam.id,
      }),
      "of version 1": await ofVersionOne(applicationOf(contoso, clientId), () => ownToken(contoso, outputs)),
      expired: await reissued(keys, good, { iat: past - 3_600, nbf: past - 3_600, exp: past }),
      [OUTSIDE]: await outsidersToken(contoso, clientId),
      unsigned: unsigned(good),
      tampered: tampered(good, { exp: NOT_YET }),
      "signed by another key": await signedByAnotherKey(good),
    };
    // An auth proxy that answers for pages itself refuses whom it knows.
    for (const [what, token] of Object.entries(refused)) {
      const isKnown = what === OUTSIDE;
      await assertRefused(what, token, {
        call: isKnown && edge?.inPath === true ? 403 : 401,
        page: isKnown && edge?.readsRoutes === true ? 403 : 302,
      });
    }
  },
};

/** Never the app: a call gets a 401, and a page the way to sign in, or what refuses. */
async function assertRefused(
  what: string,
  token: string,
  expected: { readonly call: number; readonly page: number },
): Promise<void> {
  const authorization = `Bearer ${token}`;
  const call = await ask("/api/orders", { authorization });
  assert.ok(!isFromApp(call), `a token ${what} reached the app`);
  assert.equal(call.status, expected.call, `a token ${what}`);
  const page = await ask("/deep/link", { authorization });
  assert.ok(!isFromApp(page), `a token ${what} reached the app`);
  assert.equal(page.status, expected.page, `a page with a token ${what}`);
}

/** What Entra issues while the registration asks for tokens of version 1. */
async function ofVersionOne(application: Application, issue: () => Promise<string>): Promise<string> {
  const { requestedAccessTokenVersion } = application.api;
  application.api.requestedAccessTokenVersion = 1;
  try {
    return await issue();
  } finally {
    application.api.requestedAccessTokenVersion = requestedAccessTokenVersion;
  }
}

/** A good token for the app, of a service principal that nobody made a member. */
function outsidersToken(tenant: Tenant, clientId: string): Promise<string> {
  const application = tenant.addApplication({ displayName: "outsider" });
  tenant.addServicePrincipal({ appId: application.appId });
  return clientCredentials(tenant.id, {
    client_id: application.appId,
    client_secret: tenant.addPassword(application, {}).secretText,
    scope: `${clientId}/.default`,
  });
}
