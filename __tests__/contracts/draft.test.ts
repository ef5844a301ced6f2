import { Draft, entriesOf, partOf, pick } from "../../lib/contracts/draft";

interface Stack {
  readonly proxy?: { readonly name?: string; readonly port: number } | { readonly service: string };
  readonly hosts: readonly string[];
}

const DATA = { proxy: { name: "a", port: 1 }, hosts: ["one", "two"] };

describe("data without holes", () => {
  const draft = Draft.of<Stack>(DATA);

  it("is the data itself", () => {
    expect(draft.whole).toBe(DATA);
  });

  it("gives what stands under keys, also of a form that it may have, and nothing under others", () => {
    expect(partOf(draft, "proxy", "name").whole).toBe("a");
    expect(partOf(draft, "proxy", "service").isSaid).toBe(false);
    expect(pick(partOf(draft, "proxy"), "name", "service")).toEqual({ name: "a", service: undefined });
    expect(entriesOf(partOf(draft, "hosts")).map(({ whole }) => whole)).toEqual(["one", "two"]);
  });

  it("says nothing where nothing stands, and is no hole there", () => {
    const nothing = partOf(Draft.of<Partial<Stack>>({}), "proxy");

    expect([nothing.isSaid, nothing.isWhole, partOf(nothing, "name").isSaid]).toEqual([false, true, false]);
    expect(pick(nothing, "name")).toEqual({ name: undefined });
    expect(entriesOf(nothing)).toEqual([]);
  });

  it("has only keys of its own", () => {
    expect(Draft.of({}).inner("constructor").isSaid).toBe(false);
  });
});

describe("data with a hole", () => {
  const draft = Draft.of<Stack>(DATA, [
    ["proxy", "port"],
    ["hosts", 1],
  ]);

  it("is not whole around it, and is so beside it", () => {
    expect([draft.whole, partOf(draft, "proxy").whole]).toEqual([undefined, undefined]);
    expect(partOf(draft, "proxy", "name").whole).toBe("a");
    expect(pick(partOf(draft, "proxy"), "name")).toEqual({ name: "a" });
    expect(pick(partOf(draft, "proxy"), "name", "port")).toBeUndefined();
  });

  it("says that something stands there, and not what", () => {
    const port = partOf(draft, "proxy", "port");

    expect([port.isSaid, port.isHole, port.whole]).toEqual([true, true, undefined]);
  });

  it("leaves the other entries of a list in their places", () => {
    expect(entriesOf(partOf(draft, "hosts")).map(({ whole }) => whole)).toEqual(["one", undefined]);
  });

  it("has nothing within it, and no hole counts that lies within another one", () => {
    const outer = partOf(Draft.of<Stack>({ ...DATA, hosts: "one" }, [["hosts"], ["hosts", 0]]), "hosts");

    expect([outer.isHole, outer.keys, entriesOf(outer)]).toEqual([true, [], []]);
    expect(outer.inner(0).whole).toBeUndefined();
  });
});
