import { readStack } from "../../../lab/stack-objects/stack-file";

const read = (stack: object) => readStack(JSON.stringify(stack));

describe("a synthesized stack", () => {
  it("is read with each block after those that it refers to or depends on", () => {
    // GIVEN
    const stack = {
      data: { find: { someone: { "//": { metadata: {} }, name: "alice" } } },
      resource: {
        a: { first: { "//": {}, id: "x${b.second.id}", depends_on: ["c.third"] } },
        b: {
          second: {
            who: "${data.find.someone.id}",
            lifecycle: { create_before_destroy: true, ignore_changes: ["metadata[0].name"] },
          },
        },
        c: { third: {} },
      },
      output: { who: { value: "${a.first.id}", sensitive: true } },
      moved: [{ from: "a.zeroth", to: "a.first" }],
    };

    // WHEN
    const { blocks, outputs, moved } = read(stack);

    // THEN
    expect(blocks.map(({ address }) => address)).toEqual([
      "c.third",
      "data.find.someone",
      "b.second",
      "a.first",
    ]);
    expect(blocks[2]).toMatchObject({
      type: "b",
      arguments: { who: "${data.find.someone.id}" },
      createBeforeDestroy: true,
      ignoreChanges: ["metadata[0].name"],
    });
    expect(blocks[1]).toMatchObject({ type: "data.find", arguments: { name: "alice" } });
    expect(outputs).toEqual({ who: "${a.first.id}" });
    expect(moved).toEqual([{ from: "a.zeroth", to: "a.first" }]);
  });

  it("has local values among its blocks", () => {
    const { blocks } = read({
      locals: { ids: "${{ for key, val in data.find.all.users: val.name => val.id }}" },
      resource: { a: { first: { id: '${local.ids["alice@contoso.com"]}' } } },
      data: { find: { all: {} } },
    });

    expect(blocks.map(({ address, type }) => [address, type])).toEqual([
      ["data.find.all", "data.find"],
      ["local.ids", "local"],
      ["a.first", "a"],
    ]);
  });

  it.each([
    ["a variable", { variable: { x: {} } }, "variable"],
    ["a count", { resource: { a: { b: { count: 2 } } } }, "count"],
    ["for_each", { resource: { a: { b: { for_each: {} } } } }, "for_each"],
    [
      "a life cycle with more",
      { resource: { a: { b: { lifecycle: { prevent_destroy: true } } } } },
      "prevent_destroy",
    ],
    [
      "a reference to nothing",
      { resource: { a: { b: { x: "${c.d.id}" } } } },
      "a.b refers to c.d, which is not there",
    ],
    [
      "a circle",
      { resource: { a: { b: { x: "${c.d.id}" } }, c: { d: { x: "${a.b.id}" } } } },
      "a circle of references: a.b, c.d, a.b",
    ],
  ])("with %s is refused", (_what, stack, message) => {
    expect(() => read(stack)).toThrow(message);
  });
});
