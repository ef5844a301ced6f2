import { parseConfig } from "../../../lib/config";
import { synthesize } from "../../../lib/synthesize";
import { readFileSync } from "node:fs";
import { complaints, instead } from "../../support/config-texts";
import { inTemporaryFolder } from "../../support/files";

const TENANT = "11111111-2222-3333-4444-555555555555";

function synthesized(entra: string): string {
  return inTemporaryFolder((outdir) => {
    const { file } = synthesize(parseConfig(instead("entra:", `entra:\n  ${entra}`), {}), { outdir });
    return readFileSync(file, "utf8");
  });
}

function flagsOf(entra: string): string[] {
  const flags = /"(--(?:(?:login|redeem|oidc-jwks)-url|skip-oidc-discovery)=[^"]*)"/g;
  return [...synthesized(entra).matchAll(flags)].map(([, flag]) => flag ?? "");
}

describe("the domain hint", () => {
  it("goes into the address at which people sign in, and the other addresses are those of the tenant", () => {
    expect(flagsOf(`tenantId: ${TENANT}\n  domainHint: contoso.com`)).toEqual([
      "--skip-oidc-discovery=true",
      `--login-url=https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/authorize?domain_hint=contoso.com`,
      `--redeem-url=https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
      `--oidc-jwks-url=https://login.microsoftonline.com/${TENANT}/discovery/v2.0/keys`,
    ]);
  });

  it("follows the tenant that only Terraform knows, and the cloud", () => {
    const stack = synthesized("cloud: usgovernment\n  domainHint: contoso.us");

    expect(stack).toMatch(
      /--login-url=.*https:\/\/login\.microsoftonline\.us\/\$?\{?.*azuread_client_config.*\/oauth2\/v2\.0\/authorize\?domain_hint=contoso\.us/,
    );
  });

  it("is not there unless it is said, and the issuer is asked for its addresses", () => {
    expect(flagsOf("cloud: public")).toEqual([]);
  });

  it.each(["@contoso.com", "Contoso", "contoso.com&prompt=none", "contoso.com#x"])("is not %j", (hint) => {
    expect(complaints(instead("entra:", `entra:\n  domainHint: ${JSON.stringify(hint)}`))).toEqual([
      `config.yaml:2:3: entra.domainHint: ${JSON.stringify(hint)} is not a domain; write the one that follows the "@" in people's names, such as contoso.com`,
    ]);
  });

  it("is not for an auth proxy that somebody else runs", () => {
    const text = instead("entra:", "entra:\n  domainHint: contoso.com");
    expect(complaints(`${text}authProxy: { service: { namespace: a, name: b, port: 4180 } }\n`)).toEqual([
      expect.stringContaining("entra.domainHint: is sent by the auth proxy, and this one is run by"),
    ]);
  });

  it("is the way out of an address with a query", () => {
    const flags = "authProxy: { extraFlags: { login-url: 'https://login.example.com?domain_hint=a' } }\n";
    expect(complaints(`${instead("entra:", "entra:")}${flags}`)).toEqual([
      expect.stringContaining('for its parameter domain_hint "domainHint" of entra'),
    ]);
  });
});
