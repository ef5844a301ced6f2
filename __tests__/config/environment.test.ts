import { scalarOf, substitute } from "../../lib/config/environment";
import { accepted, andThen, complaints, instead, SHORTEST } from "../support/config-texts";

const named = (name: string): string => instead("name: users", `name: ${name}`);
const NAME = "config.yaml:3:5: entra.accessGroup.name:";

describe("a value from the environment", () => {
  it.each([
    ["${GROUP}", "staff"],
    ['"${GROUP}"', "staff"],
    ["'all ${GROUP} of ${TEAM}'", "all staff of blue"],
    ["${NOBODY:-users}", "users"],
    ["${EMPTY:-users}", "users"],
    ["${GROUP:-users}", "staff"],
    ["${NOBODY:-a:-b}", "a:-b"],
    ["${_x1}", "one"],
    ["$GROUP and $ and {GROUP}", "$GROUP and $ and {GROUP}"],
    ["|-\n      ${GROUP}", "staff"],
    ['"${DIGITS}"', "007"],
  ])("%s is %j", (written, value) => {
    const environment = { GROUP: "staff", TEAM: "blue", EMPTY: "", _x1: "one", DIGITS: "007" };

    expect(accepted(named(written), environment).entra?.accessGroup).toEqual({ name: value });
  });

  it.each(["${PORT}", '"${PORT}"', "'${PORT}'"])("is a number where one is wanted: %s", (written) => {
    const service = `service:\n      namespace: default\n      name: podinfo\n      port: ${written}\n`;
    const text = instead("service: { namespace: default, name: podinfo, port: 9898 }\n", service);

    expect(accepted(text, { PORT: "8080" }).apps[0]?.service?.port).toBe(8080);
  });

  it.each(["${API}", '"${API}"'])("is true or false where that is wanted: %s", (written) => {
    expect(accepted(andThen(`    api: ${written}\n`), { API: "true" }).apps[0]?.api).toBe(true);
  });

  it("is a number or true or false in JSON too, which knows no text without quotes", () => {
    const config = accepted(SHORTEST);
    const json = JSON.stringify({
      ...config,
      authProxy: { replicas: "${N:-3}", networkPolicy: "${P:-false}" },
    });

    expect(accepted(json).authProxy).toEqual({ replicas: 3, networkPolicy: false });
  });

  it.each(["5", "007", "true", "1e3", "2024-01-01"])("is text where text is wanted: %s", (value) => {
    expect(accepted(named("${TEAM}"), { TEAM: value }).entra?.accessGroup).toEqual({ name: value });
  });

  it("is what it looks like where anything goes, unless it is quoted", () => {
    const text = andThen("state:\n  backend: s3\n  arguments:\n    a: ${N}\n    b: '${N}'\n");

    expect(accepted(text, { N: "5" }).state?.arguments).toEqual({ a: 5, b: "5" });
  });

  it("that is none of what is wanted is refused", () => {
    expect(complaints(instead("port: 9898", 'port: "${PORT}"'), { PORT: "-http" })).toEqual([
      'config.yaml:9:51: apps[0].service.port: the value of ${PORT} is not a name by which a port can be reached; use at most 15 lower-case letters, digits and single "-" between them, with a letter among them, or write the port\'s number',
    ]);
  });

  it("takes quotes inside of braces, where YAML would end the value", () => {
    expect(complaints(instead("port: 9898", "port: ${PORT}"), { PORT: "8080" })).toEqual([
      "config.yaml:9:58: ${NAME} takes quotes inside of { } and [ ]; quote the whole value",
    ]);
  });

  it("may be the value of a list or of an alias", () => {
    const { apps } = accepted(
      andThen(
        "    paths: [ &p '${ROOT}/a', /b ]\n  - { name: two, host: a.b, externalIngress: true, paths: [*p] }\n",
      ),
      { ROOT: "/x" },
    );

    expect(apps.map(({ paths }) => paths)).toEqual([["/x/a", "/b"], ["/x/a"]]);
  });
});

describe("a value from the environment is refused", () => {
  it.each([
    ["when it is not set", "${NOBODY}", "${NOBODY} is not set; set NOBODY, or write ${NOBODY:-default}"],
    ["when it is empty", "${EMPTY}", "${EMPTY} is not set; set EMPTY, or write ${EMPTY:-default}"],
    [
      "when every object has it",
      "${constructor}",
      "${constructor} is not set; set constructor, or write ${constructor:-default}",
    ],
    [
      "when it would be an expression",
      "${EXPRESSION}",
      'the value of ${EXPRESSION} contains "${", which Terraform would evaluate; use a plain value',
    ],
    [
      "when it becomes an expression",
      "a$${BRACE}",
      '"a$${BRACE}" gives a value with "${", which Terraform would evaluate; use a plain value',
    ],
    [
      "when it becomes a directive",
      "a%${BRACE}",
      '"a%${BRACE}" gives a value with "%{", which Terraform would evaluate; use a plain value',
    ],
    [
      "when it is a directive",
      '"%{ if true }"',
      '"%{ if true }" gives a value with "%{", which Terraform would evaluate; use a plain value',
    ],
    [
      "when its default is another one",
      "${NOBODY:-${GROUP}}",
      'the default of ${NOBODY} contains another "${"; write a plain default',
    ],
    [
      "when it is set, but its default is another one",
      "${GROUP:-${GROUP}}",
      'the default of ${GROUP} contains another "${"; write a plain default',
    ],
  ])("%s: %s", (_when, written, message) => {
    const environment = { GROUP: "staff", EMPTY: "", EXPRESSION: "${var.x}", BRACE: "{var.x}" };

    expect(complaints(named(written), environment)).toEqual([`${NAME} ${message}`]);
  });

  it.each(["${}", "${ GROUP }", "${GROUP-x}", "${1}", "${a.b}", "${GROUP"])("when it is %s", (written) => {
    expect(complaints(named(`"${written}"`), { GROUP: "staff" })).toEqual([
      `${NAME} "${written}" names no variable of the environment; write \${NAME} or \${NAME:-default}`,
    ]);
  });

  it("once for each of its variables, and not for what it then is not", () => {
    expect(complaints(instead("host: podinfo.example.com", "host: ${A}.${B}.${C}"), { B: "b" })).toEqual([
      "config.yaml:8:5: apps[0].host: ${A} is not set; set A, or write ${A:-default}",
      "config.yaml:8:5: apps[0].host: ${C} is not set; set C, or write ${C:-default}",
    ]);
  });

  it("when it is a key", () => {
    expect(complaints(andThen("    extraAnnotations: { '${A}': x }\n"), { A: "a" })).toEqual([
      'config.yaml:10:25: apps[0].extraAnnotations.${A}: "${A}" is not an annotation or label key; write one such as nginx.ingress.kubernetes.io/proxy-body-size',
    ]);
  });

  it("when what it gives breaks a rule, which names the variable", () => {
    expect(complaints(instead("host: podinfo.example.com", "host: ${A}"), { A: "https://a.b" })).toEqual([
      "config.yaml:8:5: apps[0].host: the value of ${A} is a URL; host takes a name such as podinfo.example.com",
    ]);
  });
});

describe("what an unquoted value is", () => {
  it.each([
    ["8080", 8080],
    ["-1", -1],
    ["0.5", 0.5],
    ["true", true],
    ["false", false],
    ["", ""],
    ["yes", "yes"],
    ["1e3", "1e3"],
    ["7.15.4", "7.15.4"],
    [" 1", " 1"],
  ])("%j is %j", (text, value) => {
    expect(scalarOf(text)).toBe(value);
  });

  it("is plain text without a reference", () => {
    expect(substitute("a $ b", {})).toEqual({ value: "a $ b", used: [], problems: [] });
  });
});
