import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/*
 * What people put behind the auth proxy, as far as it concerns that: whom each of the products takes a request to be
 * from, by the headers, tokens, cookies and paths of its documentation. `docs/products.md` says how each is set up.
 */

/** Whom a product takes a request to be from; nobody where nothing says so. */
type Reader = (request: ProductRequest) => Answered | undefined;

/** A request as a product reads it. */
interface ProductRequest {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** What is said in the header which the product was told to trust. */
  readonly told?: string;
}

/** Who it is, and by what. */
interface Answered {
  readonly who: string;
  readonly by: "header" | "token" | "its own token" | "its own session" | "nothing is asked";
  /** The session of its own that the product begins. @default - none */
  readonly session?: string;
  /** The groups that it was told. @default - it reads none */
  readonly groups?: readonly string[];
}

/** A token or password of the product's own, which nobody else knows. */
export const OWN_TOKEN = "own-token-of-the-product";

/** The header that products are told to trust. */
const HEADER = "x-auth-request-preferred-username";

/** Grafana with [auth.proxy] and enable_login_token; service account tokens. */
const grafana: Reader = ({ headers, told }) => {
  if (headers.authorization !== undefined) return ownToken(headers, `Bearer ${OWN_TOKEN}`);
  const session = cookie(headers, "grafana_session");
  if (told !== undefined) return { who: told, by: "header", session: `grafana_session=${told}` };
  return session === undefined ? undefined : { who: session, by: "its own session" };
};

/** Argo CD with oidc.config of the same application: a bearer token that is a JWT comes before its own cookie. */
const argocd: Reader = ({ path, headers }) =>
  path === "/api/webhook"
    ? { who: "a webhook", by: "nothing is asked" }
    : (ownToken(headers, `Bearer ${OWN_TOKEN}`) ?? personOfToken(headers));

/** Kubernetes Dashboard: the header Authorization comes before its login view, and goes on to the API server. */
const dashboard: Reader = ({ headers }) => personOfToken(headers);

/** JupyterHub with a header authenticator, which is asked at /hub/login alone; everything else has its cookie. */
const jupyterhub: Reader = ({ path, headers, told }) => {
  const own = ownToken(headers, `token ${OWN_TOKEN}`);
  if (own !== undefined) return own;
  if (path === "/hub/login") {
    return told === undefined
      ? undefined
      : { who: told, by: "header", session: `jupyterhub-session-id=${told}` };
  }
  const session = cookie(headers, "jupyterhub-session-id");
  return session === undefined ? undefined : { who: session, by: "its own session" };
};

/** Jenkins with the plugin reverse-proxy-auth, groups separated by commas; API tokens by HTTP Basic. */
const jenkins: Reader = ({ path, headers, told }) => {
  if (path.startsWith("/github-webhook/")) return { who: "a webhook", by: "nothing is asked" };
  const groups = headers["x-auth-request-groups"];
  return told === undefined
    ? ownToken(headers, basic("builder"))
    : { who: told, by: "header", groups: String(groups ?? "").split(",") };
};

/** Nexus Repository with the capability Rut Auth; clients of its repositories by HTTP Basic. */
const nexus: Reader = ({ headers, told }) =>
  told === undefined ? ownToken(headers, basic("deployer")) : { who: told, by: "header" };

const PRODUCTS = { grafana, argocd, dashboard, jupyterhub, jenkins, nexus } as const;

/** The products, by the names of their Services. */
export type Product = keyof typeof PRODUCTS;

export const PRODUCT_NAMES = Object.keys(PRODUCTS) as readonly Product[];

/** What a product answers. */
export interface ProductAnswer extends Answered {
  readonly product: Product;
  /** Its content type, such as that of gRPC-web. */
  readonly type?: string;
}

/** A running stand-in of a product. */
export interface RunningProduct {
  readonly port: number;
  close(): void;
}

/** Starts the stand-in of a product. */
export async function startProduct(product: Product, address: string): Promise<RunningProduct> {
  const server: Server = createServer((request, response) => {
    const answered = answer(product, request);
    if (answered?.session !== undefined) response.setHeader("set-cookie", `${answered.session}; Path=/`);
    response.statusCode = answered === undefined ? 401 : 200;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answered ?? { product, login: "the product's own login page" }));
  });
  server.on("upgrade", (request: IncomingMessage, socket) => {
    const accept = createHash("sha1")
      .update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest("base64");
    const isSomebody = answer(product, request) !== undefined;
    socket.end(
      isSomebody
        ? `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`
        : "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
    );
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answer(product: Product, { url = "/", headers }: IncomingMessage): ProductAnswer | undefined {
  const told = headers[HEADER];
  const answered = PRODUCTS[product]({
    path: url.replace(/\?.*/, ""),
    headers,
    told: typeof told === "string" ? told : undefined,
  });
  return answered && { product, type: headers["content-type"], ...answered };
}

function ownToken({ authorization }: IncomingMessage["headers"], expected: string): Answered | undefined {
  return authorization === expected ? { who: "a program", by: "its own token" } : undefined;
}

/** Whom an ID token names; whether it is genuine, the product asks Entra's keys or the API server. */
function personOfToken({ authorization = "" }: IncomingMessage["headers"]): Answered | undefined {
  const [, payload] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(authorization) ?? [];
  if (payload === undefined) return undefined;
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as { preferred_username?: string };
  return claims.preferred_username === undefined
    ? undefined
    : { who: claims.preferred_username, by: "token" };
}

function cookie({ cookie: line = "" }: IncomingMessage["headers"], name: string): string | undefined {
  const pair = line.split("; ").find((one) => one.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

function basic(user: string): string {
  return `Basic ${Buffer.from(`${user}:${OWN_TOKEN}`).toString("base64")}`;
}

/** The header in which a program shows a product its own token. */
export const OWN_TOKENS: Readonly<Partial<Record<Product, string>>> = {
  grafana: `Bearer ${OWN_TOKEN}`,
  argocd: `Bearer ${OWN_TOKEN}`,
  jupyterhub: `token ${OWN_TOKEN}`,
  jenkins: basic("builder"),
  nexus: basic("deployer"),
};
