import { withoutTraces } from "../../lib/terraform/without-traces";

const own = Error.captureStackTrace;
afterEach(() => {
  Error.captureStackTrace = own;
});

function traced(): string {
  const object = { stack: "" };
  Error.captureStackTrace(object);
  return object.stack;
}

describe("withoutTraces", () => {
  it("gives back what was made, and writes no trace meanwhile", () => {
    expect(withoutTraces(() => ["made", traced()])).toEqual(["made", ""]);
    expect(traced()).toMatch(/traced/);
  });

  it("leaves an error that is thrown meanwhile its trace", () => {
    function fails(): never {
      throw new Error("refused");
    }

    let caught: unknown;
    try {
      withoutTraces(fails);
    } catch (error) {
      caught = error;
    }

    expect(caught).toHaveProperty("stack", expect.stringMatching(/refused[^]*at fails/));
  });

  it("puts back what somebody else keeps traces with", () => {
    const others = (): void => {};
    Error.captureStackTrace = others;

    withoutTraces(() => undefined);
    expect(() =>
      withoutTraces(() => {
        throw new Error("refused");
      }),
    ).toThrow("refused");

    expect(Error.captureStackTrace).toBe(others);
  });
});
