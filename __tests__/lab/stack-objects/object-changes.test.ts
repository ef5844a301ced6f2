import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../../../lib/config";
import { synthesize } from "../../../lib/synthesize";
import { entraKinds } from "../../../lab/stack-objects/entra-kinds";
import { GraphError } from "../../../lab/stack-objects/graph-client";
import { kubernetesManifest } from "../../../lab/stack-objects/kubernetes-manifest";
import { LOCAL_KINDS } from "../../../lab/stack-objects/local-kinds";
import type { ObjectKind } from "../../../lab/stack-objects/object-kind";
import { PlacedStack } from "../../../lab/stack-objects/placed-stack";
import { emulator, type Emulator } from "../entra/support";

// Each makes an emulator with keys of its own.
jest.setTimeout(30_000);

let scratch: string;
beforeAll(() => (scratch = mkdtempSync(join(tmpdir(), "placed-stack-"))));
afterAll(() => rmSync(scratch, { recursive: true }));

function synthesized(file: string): string {
  // A stack without a name does not take the place of another one.
  const outdir = join(scratch, file.replaceAll("/", "-"));
  const variables = { PROXY_CLIENT_ID: "0f8fad5b-d9cb-469f-a165-70867728950e" };
  return readFileSync(synthesize(loadConfig(file, variables), { outdir }).file, "utf8");
}

/** The emulator of Entra, and a cluster that only keeps what is put into it. */
async function target(): Promise<{ stack: PlacedStack; entra: Emulator; cluster: Map<string, object> }> {
  const entra = await emulator();
  const entraOnly = entraKinds({
    deployer: entra.seed.deployer,
    call: async (method, path, body) => {
      const answer = await entra.graph(method, path, body);
      if (answer.statusCode >= 400) throw new GraphError(answer.statusCode, answer.body);
      return answer.body === "" ? undefined : answer.json<unknown>();
    },
  });
  const cluster = new Map<string, object>();
  const kubernetes = (type: string): ObjectKind => {
    const name = (args: Readonly<Record<string, unknown>>): string => {
      const { kind, metadata } = kubernetesManifest(type, args);
      return `${kind} ${metadata?.name}`;
    };
    const put = async (args: Readonly<Record<string, unknown>>) => {
      cluster.set(name(args), kubernetesManifest(type, args));
      return {};
    };
    return {
      create: put,
      update: (_before, args) => put(args),
      remove: async ({ args }) => void cluster.delete(name(args)),
    };
  };
  const kinds = { ...entraOnly, ...LOCAL_KINDS };
  const stack = new PlacedStack((type) => {
    const kind = type.startsWith("kubernetes_") ? kubernetes(type) : kinds[type];
    if (kind === undefined) throw new Error(`${type} is not known here`);
    return kind;
  });
  return { stack, entra, cluster };
}

describe("what becomes of an object", () => {
  /** A stack whose objects of type `thing` have the names of their arguments, and the calls that they take. */
  function things(): { stack: PlacedStack; calls: string[] } {
    const calls: string[] = [];
    const name = ({ metadata }: Readonly<Record<string, unknown>>): string =>
      (metadata as { readonly name: string }).name;
    const kind: ObjectKind = {
      create: async (args) => {
        calls.push(`create ${name(args)}`);
        return {};
      },
      update: async (before, args) => {
        if (name(before.args) !== name(args)) return undefined;
        calls.push(`update ${name(args)}`);
        return {};
      },
      remove: async ({ args }) => void calls.push(`remove ${name(args)}`),
    };
    return { stack: new PlacedStack(() => kind), calls };
  }
  const thing = (name: string, more: object = {}): object => ({ metadata: { name }, ...more });
  const place = (stack: PlacedStack, thing: object, more: object = {}): Promise<void> =>
    stack.place(JSON.stringify({ resource: { thing }, ...more }));
  const createFirst = { lifecycle: { create_before_destroy: true } };

  it("is kept when it moves to another address", async () => {
    const { stack, calls } = things();
    await place(stack, { old: thing("a") });

    await place(stack, { new: thing("a", { size: 2 }) }, { moved: [{ from: "thing.old", to: "thing.new" }] });
    await stack.remove();

    expect(calls).toEqual(["create a", "update a", "remove a"]);
  });

  it("stays where the stack is to forget it", async () => {
    const { stack, calls } = things();
    await place(stack, { one: thing("one"), two: thing("two") });

    await place(stack, {}, { removed: [{ from: "thing.one", lifecycle: { destroy: false } }] });
    await stack.remove();

    expect(calls).toEqual(["create one", "create two", "remove two"]);
  });

  it("keeps an argument whose changes are ignored", async () => {
    const { stack, calls } = things();
    const ignoring = { lifecycle: { ignore_changes: ["metadata[0].name"] } };
    await place(stack, { one: thing("first", ignoring) });

    await place(stack, { one: thing("second", { ...ignoring, size: 2 }) });

    expect(calls).toEqual(["create first", "update first"]);
  });

  it("keeps what is only written until its revision is another one, whatever the value is", async () => {
    const { stack, calls } = things();
    const secret = (value: string, revision: number): object => ({
      one: thing("one", { data_wo: value, data_wo_revision: revision }),
    });
    await place(stack, secret("first", 1));

    await place(stack, secret("second", 1));
    await place(stack, secret("third", 2));

    expect(calls).toEqual(["create one", "update one"]);
  });

  it("does not mind a change to a key that is ignored and was not there", async () => {
    const { stack, calls } = things();
    const ignoring = { lifecycle: { ignore_changes: ['metadata[0].annotations["a.example.com/b"]'] } };
    await place(stack, { one: thing("one", ignoring) });

    await place(stack, { one: thing("one", ignoring) });

    expect(calls).toEqual(["create one"]);
  });

  it("has an ephemeral value that is another one each time", async () => {
    const { stack, calls } = things();
    const ephemeral = { ephemeral: { thing: { password: thing("password") } } };
    await place(stack, {}, ephemeral);

    await place(stack, {}, ephemeral);

    expect(calls).toEqual(["create password", "update password"]);
  });

  it("goes after what takes its place where that is made first, and before it elsewhere", async () => {
    const { stack, calls } = things();
    await place(stack, { early: thing("early"), late: thing("late", createFirst) });

    await place(stack, { other: thing("other", createFirst) });

    expect(calls).toEqual(["create early", "create late", "remove early", "create other", "remove late"]);
  });
});

describe("what exists and is managed by a stack from now on", () => {
  it("is the same application and group, as the stack says and with the members that it had", async () => {
    // GIVEN
    const { stack, entra } = await target();
    const { contoso, people } = entra.seed;
    const application = contoso.addApplication({
      id: "5d1f0f0e-6a1c-4f52-9d7a-3f9b6c2e8a10",
      displayName: "made by hand",
    });
    const principal = contoso.addServicePrincipal({ appId: application.appId });
    const group = contoso.addGroup({
      id: "0f5e2c9a-7b34-4c1d-8e6f-a2d4b8c01357",
      displayName: "made by hand",
      members: [people.bob.id],
    });

    // WHEN
    await stack.place(synthesized("examples/adopted.yaml"));

    // THEN
    expect(application).toMatchObject({ displayName: "portal", groupMembershipClaims: "SecurityGroup" });
    expect(contoso.servicePrincipalOf(application.appId)).toBe(principal);
    expect(group.displayName).toBe("portal-users");
    expect(group.members).toEqual([people.bob.id, people.alice.id]);
    expect(await stack.outputs()).toMatchObject({ client_id: application.appId, group_id: group.id });
  });
});
