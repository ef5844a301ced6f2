import { request, type RequestOptions } from "node:https";
import { text } from "node:stream/consumers";
import type { Deployer } from "../entra/seed";

const LOGIN = "login.microsoftonline.com";
const GRAPH = "graph.microsoft.com";

/** An answer of Microsoft Graph that says no. `code` is its status. */
export class GraphError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** Microsoft Graph, called as the deployer. */
export interface Graph {
  readonly deployer: Deployer;
  /** Answers with the body, undefined where there is none; throws an error with the status as `code`. */
  call(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: object): Promise<unknown>;
}

/** Calls Microsoft Graph with a token that Entra gave. */
export class GraphClient implements Graph {
  private bearer: Promise<string> | undefined;

  constructor(
    readonly deployer: Deployer,
    /** Certificate of the CA that signs those of Entra's names. */
    private readonly ca: string,
  ) {}

  async call(method: string, path: string, body?: object): Promise<unknown> {
    this.bearer ??= this.token();
    const headers = { authorization: `Bearer ${await this.bearer}`, "content-type": "application/json" };
    const answer = await this.send({ host: GRAPH, method, path, headers }, body && JSON.stringify(body));
    return answer === "" ? undefined : JSON.parse(answer);
  }

  private async token(): Promise<string> {
    const { tenantId, clientId, clientSecret } = this.deployer;
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      scope: `https://${GRAPH}/.default`,
    });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const path = `/${tenantId}/oauth2/v2.0/token`;
    const answer: unknown = JSON.parse(
      await this.send({ host: LOGIN, method: "POST", path, headers }, form.toString()),
    );
    if (typeof answer !== "object" || answer === null || !("access_token" in answer)) {
      throw new Error("Entra gave no token");
    }
    return String(answer.access_token);
  }

  private send(options: RequestOptions, body?: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const sent = request({ ...options, ca: this.ca }, (response) => {
        text(response).then((answer) => {
          const status = response.statusCode ?? 0;
          if (status < 400) resolve(answer);
          else reject(new GraphError(status, `${options.method} ${options.path}: ${status} ${answer}`));
        }, reject);
      });
      sent.on("error", reject).end(body);
    });
  }
}
