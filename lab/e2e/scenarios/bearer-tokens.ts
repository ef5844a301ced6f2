import assert from "node:assert/strict";
import { clientCredentials, ownToken } from "../clients";
import { ask, isFromApp } from "../requests";
import type { Scenario } from "../scenario";

function tampered(token: string): string {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
  const forged = Buffer.from(JSON.stringify({ ...claims, exp: 4_102_444_800 })).toString("base64url");
  return [header, forged, signature].join(".");
}

function unsigned(token: string): string {
  const [, payload = ""] = token.split(".");
  return `${Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url")}.${payload}.`;
}

export const bearerTokens: Scenario = {
  name: "5 a service principal of the group gets in with a bearer token; tampered, unsigned and foreign tokens never do",
  seenFailing: "people.yaml without the service principal in the group",
  async run({ lab, deploy }) {
    const terraform = await deploy("lab/e2e/people.yaml");
    const outputs = await terraform.outputs();
    const { contoso, deployer } = lab.entra.seed;
    const good = await ownToken(contoso.id, outputs);
    const graph = await clientCredentials(contoso.id, {
      client_id: deployer.clientId,
      client_secret: deployer.clientSecret,
      scope: "https://graph.microsoft.com/.default",
    });

    const answer = await ask("/api/orders", { authorization: `Bearer ${good}` });
    assert.equal(answer.status, 200, answer.body);
    assert.ok(isFromApp(answer));
    const refused = { tampered: tampered(good), unsigned: unsigned(good), "for another audience": graph };
    for (const [what, token] of Object.entries(refused)) {
      const { status, body } = await ask("/api/orders", { authorization: `Bearer ${token}` });
      assert.ok(!isFromApp({ body }), `a token that is ${what} reached the app`);
      assert.equal(status, 401, what);
    }
  },
};
