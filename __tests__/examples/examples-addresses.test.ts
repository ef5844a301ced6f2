import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT, synthesizedText } from "../support/files";

/*
 * The addresses of resources and the names of outputs of every example. People have these in their states and read
 * these outputs: a line that goes or changes is a breaking change, which needs a `moved` block and a line in
 * CHANGELOG.md before `npx jest -u` takes it into the snapshot.
 */
describe("the addresses and outputs of", () => {
  const examples = readdirSync(join(ROOT, "examples")).filter((file) => file.endsWith(".yaml"));

  it.each(examples)("%s are these", (file) => {
    const { resource, output, moved, removed } = JSON.parse(synthesizedText(`examples/${file}`)) as {
      resource: Readonly<Record<string, object>>;
      output: object;
      moved?: readonly { readonly from: string; readonly to: string }[];
      removed?: readonly { readonly from: string }[];
    };

    const addresses = Object.entries(resource).flatMap(([type, blocks]) =>
      Object.keys(blocks).map((id) => `${type}.${id}`),
    );
    expect({
      resources: addresses.sort(),
      outputs: Object.keys(output).sort(),
      moved: (moved ?? []).map(({ from, to }) => `${from} -> ${to}`).sort(),
      forgotten: (removed ?? []).map(({ from }) => from).sort(),
    }).toMatchSnapshot();
  });
});
