import { type Agent, request, type RequestOptions } from "node:https";
import { APP_HOST } from "../lab";

export interface Answer {
  readonly status: number;
  readonly location?: string;
  readonly body: string;
}

/**
 * Asks the ingress controller for a path as it is written: a URL library would tidy up dots and slashes. The
 * lab's CA is not among the machine's.
 */
export function ask(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  agent?: Agent,
): Promise<Answer> {
  return send({ host: APP_HOST, path, headers, agent });
}

/** Sends a form, as clients do to Entra's token endpoint. */
export function post(host: string, path: string, form: Readonly<Record<string, string>>): Promise<Answer> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return send({ host, path, headers, method: "POST" }, new URLSearchParams(form).toString());
}

function send(options: RequestOptions, form?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, rejectUnauthorized: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (part: string) => (body += part));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, location: response.headers.location, body }),
      );
      response.on("error", reject);
    });
    sent.on("error", reject).end(form);
  });
}

/** Whether an answer holds anything that the app itself says. */
export function isFromApp({ body }: Pick<Answer, "body">): boolean {
  return body.includes('"app": "podinfo"');
}
