import type { Reply } from "../../../lab/conformance/client";
import { compare, promiseOf, type Asking } from "../../../lab/conformance/compare";
import { placedText, type ConfigFile } from "../../../lab/conformance/config-file";
import { ASKERS } from "../../../lab/conformance/identities";
import type { MadeStack } from "../../../lab/conformance/place";
import type { EdgeName } from "../../../lab/ingress/edge-forms";
import { parseConfig } from "../../../lib/config";

const id = (digit: number): string => `1111111${digit}-1111-4111-8111-111111111111`;
const GROUP_IDS = { staff: id(1), admins: id(2), finance: id(3), others: id(4) };
const FILE: ConfigFile = {
  entra: { accessGroup: { objectId: id(1) } },
  apps: [
    {
      name: "shop",
      host: "shop.example",
      service: { namespace: "shop", name: "web", port: 80 },
      normalizesPaths: true,
      paths: ["/", { path: "/admin", access: { groups: [{ objectId: id(2) }] } }],
      publicPaths: ["/public", "/docs/"],
      apiPaths: ["/rpc"],
    },
  ],
};
const HOST = "shop.example.t00.test";
const PORT = 20_000;

function madeFor(form: EdgeName): MadeStack {
  const slot = { word: "t00", edge: { form, className: "nginx" } };
  const config = parseConfig(placedText(FILE, slot), {});
  return { file: FILE, slot, realm: "groups", config, objects: [], ingresses: [], services: [], fronts: [] };
}

/** What is said of an answer, where it is not the model's. */
function judge(
  asker: string,
  target: string,
  reply: Reply,
  form: EdgeName = "traefik",
): Promise<string | undefined> {
  const stack = madeFor(form);
  const who = ASKERS.find(({ name }) => name === asker);
  const asking: Asking = { stack, host: HOST, target, asker: who! };
  const credentials = (): Record<string, string> => (who?.kind === "nobody" ? {} : { cookie: "session" });
  return compare(
    asking,
    promiseOf(stack),
    { ask: async () => reply },
    {
      edge: { form, program: form },
      ground: { portOf: () => PORT },
      realm: { credentials },
      principals: { groupIds: GROUP_IDS },
    },
  );
}

function app(target: string, groups: readonly string[] = [], port = PORT): Reply {
  const headers = groups.length === 0 ? {} : { "x-auth-request-groups": groups.join(",") };
  return { status: 200, body: JSON.stringify({ standIn: true, port, target, headers }) };
}
const SIGN_IN: Reply = { status: 302, location: `https://${HOST}/oauth2/start?rd=%2F`, body: "" };
const AT_ENTRA: Reply = {
  status: 302,
  location: "https://login.microsoftonline.com/contoso/oauth2/v2.0/authorize?client_id=a",
  body: "",
};
const moved = (path: string): Reply => ({ status: 301, location: `https://${HOST}${path}`, body: "" });
const status = (code: number): Reply => ({ status: code, body: "" });

describe("an answer that is the model's", () => {
  it.each<[string, string, Reply]>([
    ["a member of the staff", "/x", app("/x", [id(1)])],
    ["an admin", "/public/../admin", app("/admin", [id(2)])],
    ["nobody", "/public/x", app("/public/x")],
    ["nobody", "/x", SIGN_IN],
    ["nobody", "/x", AT_ENTRA],
    ["nobody", "/rpc", status(401)],
    ["a member of the staff", "/admin", status(403)],
    ["nobody", "/a%2fb", status(400)],
  ])("%s asks for %s", async (asker, target, reply) => {
    expect(await judge(asker, target, reply)).toBeUndefined();
  });

  it("nobody is led by nginx to the path with a slash that the Ingress has", async () => {
    expect(await judge("nobody", "/docs", moved("/docs/"), "nginx")).toBeUndefined();
  });
});

describe("an answer that is not", () => {
  it.each<[string, string, string, Reply]>([
    ["lets in whom the model keeps out", "a member of the staff", "/admin", app("/admin", [id(1)])],
    ["lets in without a session", "nobody", "/x", app("/x")],
    ["keeps out whom the model lets in", "an admin", "/admin", status(403)],
    ["closes what is public", "nobody", "/public", SIGN_IN],
    ["asks a program to sign in", "nobody", "/rpc", SIGN_IN],
    ["leads to another Service", "nobody", "/public", app("/public", [], PORT + 1)],
    ["passes on another line", "nobody", "/public/./x", app("/public/./x")],
    ["tells the app of other groups", "a member of the staff", "/x", app("/x", [id(1), id(2)])],
    ["tells the app a forged identity", "nobody", "/public", app("/public", ["forged"])],
    ["leads elsewhere", "nobody", "/x", moved("/x/")],
    ["is an error", "nobody", "/x", status(500)],
  ])("%s", async (_, asker, target, reply) => {
    expect(await judge(asker, target, reply)).toMatch(
      new RegExp(`^${asker} asks ${HOST} for .*: expected .*; seen .+`),
    );
  });
});
