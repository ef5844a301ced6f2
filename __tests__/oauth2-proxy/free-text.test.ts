import { pageOf } from "./rendered-text";
import { argumentsOf } from "./rendered-text";
import { argumentList } from "./rendered-text";
import { shown } from "./rendered-text";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Fn, TerraformVariable, type TerraformStack } from "cdktf";
import { parse } from "yaml";
import { expand } from "../../lab/cluster/node/expand";
import { evaluateValue } from "../../lab/stack-objects/evaluate";
import { InputError } from "../../lib/schema/checks";
import { AuthProxy } from "../../lib/oauth2-proxy/auth-proxy";
import { type AuthProxyOptions } from "../../lib/oauth2-proxy/props";
import { HelmWorkload } from "../../lib/oauth2-proxy/helm-workload";
import { escape } from "../../lib/oauth2-proxy/page-layout";
import type { Workload } from "../../lib/oauth2-proxy/workload";
import { only, providedStack, proxyProps, resourcesOf, WORKLOAD } from "../support/auth-proxy";

/*
 * Free text ends in expressions of Terraform, in YAML that Helm reads, in templates of Go, in HTML and in arguments
 * in which Kubernetes puts variables. It has to come out as it went in.
 */

// Terraform is started for each test, on a machine that may be busy.
jest.setTimeout(60_000);

const TEXTS = [
  `x"}], "extraArgs" = ["--skip-auth-route=.*"], "z" = [{"q" = "`,
  '"quoted from end to end"',
  '"',
  "\\",
  'back\\slash \\" \\n \\u0041',
  "a: b # no comment",
  "- 'list' {map} [x] | > & * ! %TAG @ `",
  "{{ .Values.x }} {{`}} {{/* }}",
  "$(OAUTH2_PROXY_COOKIE_SECRET) $$(A) $ $$",
  "<script>alert('&amp;')</script>",
  "EOT",
  "é 日本 😀",
  "100 %",
];

/** What Terraform's own language would take for something else; config files and props have none of it. */
const EVALUATED = [
  "${var.x}",
  "$${x}",
  "$$${x} $",
  "%{ if true }",
  "%%{x}",
  '${"',
  "a\nb\r\n\tc",
  "\u0001\u2028",
];

/** How a text that only Terraform knows gets in. */
const VARIABLE = "text";

/** Reads texts of a stack the way Terraform does. */
type Reader = (texts: Readonly<Record<string, unknown>>, variable?: string) => Record<string, unknown>;

const lab: Reader = (texts, variable) =>
  evaluateValue(texts, (path) =>
    path.join(".") === `var.${VARIABLE}` ? variable : path.join("."),
  ) as Record<string, unknown>;

const terraform: Reader = (texts, variable = "") => {
  const folder = mkdtempSync(join(tmpdir(), "free-text-"));
  try {
    const output = Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, { value }]));
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ variable: { [VARIABLE]: {} }, output }));
    writeFileSync(join(folder, "terraform.tfvars.json"), JSON.stringify({ [VARIABLE]: variable }));
    const run = (...args: string[]): string => {
      const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
      const { status, stdout, stderr } = spawnSync("terraform", args, { cwd: folder, encoding: "utf8", env });
      if (status !== 0) throw new Error(stdout + stderr);
      return stdout;
    };
    run("apply", "-auto-approve", "-no-color");
    const read = JSON.parse(run("output", "-json")) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(read).map(([name, { value }]) => [name, value]));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const hasTerraform = spawnSync("terraform", ["version"]).status === 0;
const READERS: [string, Reader][] = [
  ["the lab", lab],
  ...(hasTerraform ? [["Terraform", terraform] as [string, Reader]] : []),
];
if (!hasTerraform) {
  process.stderr.write("free text: read by the lab alone, because terraform is not installed\n");
}

/** A workload with a text wherever one can be; keys of maps are never what only Terraform knows. */
function everywhere(text: string, key = text): Workload {
  return {
    ...WORKLOAD,
    name: text,
    args: () => [text, `--acr-values=${text}`],
    variables: () => [{ name: text, secret: { name: text, key: text } }],
    templates: text,
    redisCa: { name: text, key: text },
    podAnnotations: { [key]: text },
    requests: { cpu: text, memory: text },
    limits: { memory: text },
    scheduling: {
      nodeSelector: { [key]: text },
      tolerations: [{ key: text, operator: "Equal", value: text, effect: "NoSchedule" }],
      priorityClassName: text,
    },
  };
}

/** The parts of the chart's values in which such a text is, as they should be. */
function expected(text: string, key = text): object {
  return {
    fullnameOverride: text,
    extraArgs: [text, `--acr-values=${text}`],
    extraEnv: [{ name: text, valueFrom: { secretKeyRef: { name: text, key: text } } }],
    extraVolumes: [
      { name: "templates", configMap: { name: text } },
      { name: "redis-ca", secret: { secretName: text, items: [{ key: text, path: "ca.crt" }] } },
    ],
    podAnnotations: { [key]: text },
    resources: { requests: { cpu: text, memory: text }, limits: { memory: text } },
    nodeSelector: { [key]: text },
    tolerations: [{ key: text, operator: "Equal", value: text, effect: "NoSchedule" }],
    priorityClassName: text,
  };
}

function chartValues(stack: TerraformStack): string {
  const [values = ""] = only<{ values: string[] }>(resourcesOf(stack), "helm_release").values;
  return values;
}

describe.each(READERS)("free text, read by %s,", (_reader, read) => {
  it("is in the chart's values as it was written, and is nothing but text there", () => {
    // GIVEN
    const texts = ["plain", ...TEXTS, ...EVALUATED];
    const stacks = texts.map((text) => {
      const stack = providedStack();
      new HelmWorkload(stack, "workload", everywhere(text), {});
      return chartValues(stack);
    });

    // WHEN
    const yaml = read(numbered(stacks));

    // THEN
    texts.forEach((text, i) => {
      const values = parse(String(yaml[`v${i}`])) as object;
      expect(values).toMatchObject(expected(text));
      expect(Object.keys(values)).toEqual(Object.keys(parse(String(yaml.v0)) as object));
    });
  });

  it("stays text in the chart's values where a part of it comes from Terraform", () => {
    // GIVEN
    const texts = [...TEXTS, ...EVALUATED];
    const late = 'from "Terraform" ${x}';
    const stacks = texts.map((text) => {
      const stack = providedStack();
      const { stringValue } = new TerraformVariable(stack, VARIABLE, { type: "string" });
      new HelmWorkload(stack, "workload", everywhere(`${text}${stringValue}${text}`, text), {});
      return chartValues(stack);
    });

    // WHEN
    const yaml = read(numbered(stacks), late);

    // THEN
    texts.forEach((text, i) =>
      expect(parse(String(yaml[`v${i}`]))).toMatchObject(expected(`${text}${late}${text}`, text)),
    );
  });

  it.each([
    ["plain resources", undefined],
    ["the chart", {}],
  ])("reaches oauth2-proxy and its pages as it was written: %s", (_form, helm) => {
    // GIVEN
    const stacks = TEXTS.map((text) =>
      resourcesOf(proxied({ helm, contact: text, extraFlags: { "acr-values": text } })),
    );

    // WHEN
    const args = read(numbered(stacks.map(argumentsOf)));
    const pages = read(numbered(stacks.map(pageOf)));

    // THEN
    TEXTS.forEach((text, i) => {
      const received = argumentList(args[`v${i}`]).map((arg) => expand(arg, SECRETS));
      expect(received.filter((arg) => /^--(acr-values|skip-auth)/.test(arg))).toEqual([
        `--acr-values=${text}`,
      ]);
      expect(shown(String(pages[`v${i}`]))).toContain(`ask ${text} to add you to the group`);
    });
  });

  it.each([
    ["plain resources", undefined],
    ["the chart", {}],
  ])("is text on the page and in an argument where a part of it comes from Terraform: %s", (_form, helm) => {
    // GIVEN
    const late = '<b>"$(A)"</b> {{ .Message }} ${x}';
    const stacks = TEXTS.map((text) => {
      const stack = providedStack();
      const { stringValue } = new TerraformVariable(stack, VARIABLE, { type: "string" });
      const mixed = `${text} ${stringValue} ${text}`;
      return resourcesOf(proxied({ helm, contact: mixed, extraFlags: { "acr-values": mixed } }, stack));
    });

    // WHEN
    const args = read(numbered(stacks.map(argumentsOf)), late);
    const pages = read(numbered(stacks.map(pageOf)), late);

    // THEN
    TEXTS.forEach((text, i) => {
      const received = argumentList(args[`v${i}`]).map((arg) => expand(arg, SECRETS));
      expect(received).toContain(`--acr-values=${text} ${late} ${text}`);
      expect(shown(String(pages[`v${i}`]))).toContain(`ask ${text} ${late} ${text} to add you to the group`);
    });
  });
});

describe("free text that Terraform would evaluate", () => {
  it.each(["${var.x}", "$${x}", "%{ if true }", "a ${"])("is refused in props: %s", (text) => {
    const said =
      /has "[$%]\{", which Terraform would evaluate; write plain text, and what only Terraform knows as a token/;

    const problems = problemsOf({
      contact: text,
      extraFlags: { "acr-values": text, "exclude-logging-path": [`/${text.replaceAll(" ", "")}`] },
      helm: { chart: text, version: text },
    });

    expect(problems).toEqual({
      contact: expect.stringMatching(said),
      "helm.chart": expect.stringMatching(said),
      "helm.version": expect.stringMatching(said),
      "extraFlags.acr-values": expect.stringMatching(said),
      "extraFlags.exclude-logging-path": expect.stringMatching(said),
    });
  });

  it("is no token, and no dollar that stands on its own", () => {
    const stack = providedStack();
    const { stringValue } = new TerraformVariable(stack, VARIABLE, { type: "string" });

    expect(problemsOf({ contact: `$5, 100 % of ${stringValue} $` }, stack)).toEqual({});
    expect(problemsOf({ contact: `$${stringValue}` }, stack, "other")).toEqual({
      contact: expect.stringContaining('has "$", which Terraform would evaluate'),
    });
  });

  it("is no longer an expression once it is escaped for a page", () => {
    const quoted = escape(`"${Fn.lower("A")}"`);

    expect(lab({ quoted: valueIn(quoted) })).toEqual({ quoted: "&quot;a&quot;" });
  });
});

const SECRETS = { OAUTH2_PROXY_COOKIE_SECRET: "a secret", A: "a" };

function proxied(changes: Partial<AuthProxyOptions>, stack = providedStack()): TerraformStack {
  new AuthProxy(stack, "auth-proxy", proxyProps({ namespace: { name: "auth" }, ...changes }));
  return stack;
}

function numbered(values: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(values.map((value, i) => [`v${i}`, value]));
}

function problemsOf(
  changes: Partial<AuthProxyOptions>,
  stack = providedStack(),
  id = "auth-proxy",
): Record<string, string> {
  try {
    new AuthProxy(stack, id, proxyProps(changes));
    return {};
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return Object.fromEntries(error.problems.map(({ path, message }) => [path.join("."), message]));
  }
}

/** A value of a construct the way Terraform reads it. */
function valueIn(value: string): unknown {
  const stack = providedStack();
  new HelmWorkload(stack, "workload", { ...WORKLOAD, args: () => [value] }, {});
  return chartValues(stack).replace(/^.*"extraArgs" = \[(.*?)\], "proxyVars.*$/s, "${$1}");
}
