import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { type Agent, request, type RequestOptions } from "node:https";
import { APP_HOST } from "../lab";

/** Headers of a request as they are written; a list is sent as so many lines. */
export type RequestHeaders = Readonly<Record<string, string | string[]>>;

export interface Answer {
  readonly status: number;
  readonly location?: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * Asks the ingress controller for a path as it is written: a URL library would tidy up dots and slashes. The
 * lab's CA is not among the machine's.
 */
export function ask(
  path: string,
  headers: RequestHeaders = {},
  {
    method = "GET",
    body,
    agent,
  }: { readonly method?: string; readonly body?: Buffer; readonly agent?: Agent } = {},
): Promise<Answer> {
  return send({ host: APP_HOST, path, headers, method, agent }, body);
}

/** Asks another host than the app's, at a port of its own where it has one. */
export function get(host: string, path: string, headers: RequestHeaders = {}): Promise<Answer> {
  return send({ host, path, headers });
}

/** Sends a form, as clients do to Entra's token endpoint. */
export function post(
  host: string,
  path: string,
  form: Readonly<Record<string, string>>,
  headers: RequestHeaders = {},
): Promise<Answer> {
  const sent = { "content-type": "application/x-www-form-urlencoded", ...headers };
  return send({ host, path, headers: sent, method: "POST" }, new URLSearchParams(form).toString());
}

function send(options: RequestOptions, content?: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const answered = ({ statusCode = 0, headers }: IncomingMessage, body: string): void =>
      resolve({ status: statusCode, location: headers.location, headers, body });
    const [hostname, port] = (options.host ?? "").split(":");
    const sent = request({ ...options, host: hostname, port, rejectUnauthorized: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (part: string) => (body += part));
      response.on("end", () => answered(response, body));
      response.on("error", reject);
    });
    sent.on("upgrade", (response, socket) => {
      socket.destroy();
      answered(response, "");
    });
    sent.on("error", reject).end(content);
  });
}

/** Whether an answer holds anything that the app itself says. */
export function isFromApp({ body }: Pick<Answer, "body">): boolean {
  return body.includes('"app": "podinfo"');
}
