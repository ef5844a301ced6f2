import assert from "node:assert/strict";
import { CoreV1Api } from "@kubernetes/client-node";
import type { Lab } from "../lab";
import type { RequestHeaders } from "./requests";

/** What a Pod gets that asks another. */
export interface PodAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Runs in the Pod; fetch would refuse some of the headers. */
const PROGRAM = `
const [url, headers] = process.argv.slice(1);
require("node:http").get(url, { headers: JSON.parse(headers) }, (response) => {
  let body = "";
  response.setEncoding("utf8").on("data", (part) => (body += part));
  response.on("end", () =>
    console.log(JSON.stringify({ status: response.statusCode, headers: response.headers, body })));
});`;

/** Asks a Service from inside the app's Pod, which stands for any other Pod of the cluster. */
export async function askFromPod(
  { cluster }: Lab,
  url: string,
  headers: RequestHeaders = {},
): Promise<PodAnswer> {
  const { items } = await cluster.config
    .makeApiClient(CoreV1Api)
    .listNamespacedPod({ namespace: "default", labelSelector: "app=podinfo" });
  const name = items[0]?.metadata?.name;
  assert.ok(name, "the app has no Pod");
  const command = [process.execPath, "-e", PROGRAM, url, JSON.stringify(headers)];
  return JSON.parse(await cluster.node.execute("default", name, "podinfo", command)) as PodAnswer;
}
