import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { CertificateAuthority } from "../../../../lab/certificates";
import { emulator, type Emulator } from "../support";
import { register, type Client } from "../sign-in/browser";

const SUBJECT = "system:serviceaccount:kube-system:oauth2-proxy";
const AUDIENCE = "api://AzureADTokenExchange";

/** A cluster's issuer: its documents over HTTPS, and the key that signs service account tokens. */
class Issuer {
  private key?: Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];
  private jwk?: object;
  private kid = 0;
  requests: string[] = [];
  up = true;
  /** What the document calls the issuer, where that is not where it lies. */
  name?: string;

  private constructor(private readonly server: Server) {}

  static async start(authority: CertificateAuthority): Promise<Issuer> {
    const tls = await authority.issue({ names: ["127.0.0.1"] });
    const issuer: Issuer = new Issuer(
      createServer({ cert: tls.certificate, key: tls.privateKey }, (request, response) => {
        issuer.requests.push(String(request.url));
        if (!issuer.up) {
          response.writeHead(503).end();
          return;
        }
        const isKeys = request.url === "/openid/v1/jwks";
        response.end(
          JSON.stringify(
            isKeys
              ? { keys: [issuer.jwk] }
              : { issuer: issuer.name ?? issuer.url, jwks_uri: `${issuer.url}/openid/v1/jwks` },
          ),
        );
      }),
    );
    await new Promise<void>((resolve) => issuer.server.listen(0, "127.0.0.1", resolve));
    await issuer.rotate();
    return issuer;
  }

  get url(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async rotate(): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair("RS256");
    this.kid += 1;
    this.key = privateKey;
    this.jwk = { ...(await exportJWK(publicKey)), kid: `key-${this.kid}`, alg: "RS256" };
  }

  sign(claims: JWTPayload): Promise<string> {
    return new SignJWT({ iss: this.url, sub: SUBJECT, aud: [AUDIENCE], ...claims })
      .setProtectedHeader({ alg: "RS256", kid: `key-${this.kid}` })
      .sign(this.key!);
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

let lab: Emulator;
let issuer: Issuer;
let client: Client;
let seconds: number;

beforeEach(async () => {
  const authority = await CertificateAuthority.create("Cluster CA");
  issuer = await Issuer.start(authority);
  lab = await emulator({ trust: authority.certificate });
  client = register(lab);
  seconds = lab.entra.now() / 1000;
  lab.seed.contoso.addFederatedCredential(client.application, {
    name: "cluster",
    issuer: issuer.url,
    subject: SUBJECT,
    audiences: [AUDIENCE],
    description: null,
  });
});
afterEach(async () => {
  issuer.close();
  await lab.server.close();
});

function present(assertion: string, application = client.application) {
  return lab.token("contoso.com", {
    grant_type: "client_credentials",
    client_id: application.appId,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
    scope: `${application.appId}/.default`,
  });
}

it("takes a service account token for a secret, and says so in the token", async () => {
  const response = await present(await issuer.sign({ exp: seconds + 600 }));
  const { access_token: token } = response.json<{ access_token: string }>();

  expect(response.statusCode).toBe(200);
  expect(Buffer.from(token.split(".")[1]!, "base64url").toString()).toContain('"appidacr":"2"');
});

it("fetches the issuer's keys once, and again for a key that it does not know", async () => {
  await present(await issuer.sign({ exp: seconds + 600 }));
  await present(await issuer.sign({ exp: seconds + 600 }));
  expect(issuer.requests).toEqual(["/.well-known/openid-configuration", "/openid/v1/jwks"]);

  await issuer.rotate();
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect((await present(await issuer.sign({ exp: seconds + 600 }))).statusCode).toBe(200);
});

it.each([
  ["700213", "another subject", { sub: "system:serviceaccount:default:oauth2-proxy" }],
  ["700213", "the subject in other letters", { sub: SUBJECT.toUpperCase() }],
  ["700211", "another issuer", { iss: "https://kubernetes.default.svc" }],
  ["700212", "another audience", { aud: ["https://kubernetes.default.svc"] }],
  ["700222", "an issuer that is Entra itself", { iss: "https://sts.windows.net/1/" }],
])("answers %s to %s", async (code, _what, change) => {
  const response = await present(await issuer.sign({ exp: seconds + 600, ...change }));

  expect([response.statusCode, response.json<{ error_codes: number[] }>().error_codes]).toEqual([
    401,
    [Number(code)],
  ]);
});

it("answers 700024 to one that has expired or is not valid yet", async () => {
  expect((await present(await issuer.sign({ exp: seconds - 301 }))).json()).toMatchObject({
    error_codes: [700024],
  });
  expect((await present(await issuer.sign({ nbf: seconds + 301, exp: seconds + 900 }))).json()).toMatchObject(
    { error_codes: [700024] },
  );
});

it("answers 700027 to one that another key signed, and to one without expiry", async () => {
  const [header, payload] = (await issuer.sign({ exp: seconds + 600 })).split(".");
  await issuer.rotate();
  const [, , signature] = (await issuer.sign({ exp: seconds + 600 })).split(".");

  expect((await present([header, payload, signature].join("."))).json()).toMatchObject({
    error_codes: [700027],
  });
  expect((await present(await issuer.sign({}))).json()).toMatchObject({ error_codes: [700027] });
});

it("answers 700027 to one that is not signed", async () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iss: issuer.url, sub: SUBJECT, aud: AUDIENCE, exp: seconds + 600 };

  expect((await present(`${encode({ alg: "none" })}.${encode(claims)}.`)).json()).toMatchObject({
    error_codes: [700027],
  });
});

it("answers 50166 while the issuer cannot be asked, and takes the token afterwards", async () => {
  issuer.up = false;
  expect((await present(await issuer.sign({ exp: seconds + 600 }))).json()).toMatchObject({
    error: "invalid_request",
    error_codes: [50166],
  });

  issuer.up = true;
  expect((await present(await issuer.sign({ exp: seconds + 600 }))).statusCode).toBe(200);
});

it("answers 50166 to an issuer whose document names another one", async () => {
  issuer.name = "https://kubernetes.default.svc";

  expect((await present(await issuer.sign({ exp: seconds + 600 }))).json()).toMatchObject({
    error_codes: [50166],
  });
});

it("answers 50166 when it does not trust the issuer's certificate", async () => {
  const distrusting = await emulator();
  const other = register(distrusting);
  distrusting.seed.contoso.addFederatedCredential(other.application, {
    name: "cluster",
    issuer: issuer.url,
    subject: SUBJECT,
    audiences: [AUDIENCE],
    description: null,
  });
  const response = await distrusting.token("contoso.com", {
    grant_type: "client_credentials",
    client_id: other.application.appId,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: await issuer.sign({ exp: seconds + 600 }),
    scope: `${other.application.appId}/.default`,
  });
  await distrusting.server.close();

  expect(response.json()).toMatchObject({ error_codes: [50166] });
});

it("answers 70025 to an application without federated credentials, 50027 to what is no token", async () => {
  const other = register(lab);

  expect((await present(await issuer.sign({ exp: seconds + 600 }), other.application)).json()).toMatchObject({
    error_codes: [70025],
  });
  expect((await present("nonsense")).json()).toMatchObject({ error_codes: [50027] });
});
