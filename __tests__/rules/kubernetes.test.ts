import {
  addressRange,
  metadataKey,
  objectName,
  port,
  quantity,
  replicas,
  secretKey,
  subdomainName,
} from "../../lib/rules/kubernetes";
import type { Rule } from "../../lib/rules/rule";

const LABEL =
  'is not a Kubernetes name; use at most 63 lower-case letters, digits and "-", starting and ending with a letter or digit';
const SUBDOMAIN = 'is not a Kubernetes name; use at most 253 lower-case letters, digits, "-" and "."';
const KEY =
  "is not an annotation or label key; write one such as nginx.ingress.kubernetes.io/proxy-body-size";
const QUANTITY = 'is not a Kubernetes quantity; write one such as "250m" (CPU) or "64Mi" (memory)';

describe.each<{ what: string; rule: Rule; kept: string[]; broken: string[]; message: string }>([
  {
    what: "the name of a Service, namespace or Deployment",
    rule: objectName,
    kept: ["a", "9", "my-app-2", "x".repeat(63)],
    broken: ["", "My-app", "my_app", "a.b", "-a", "a-", "x".repeat(64), "a\n", "a b"],
    message: LABEL,
  },
  {
    what: "the name of a Secret or issuer",
    rule: subdomainName,
    kept: ["a", "tls.example.com", "a".repeat(253)],
    broken: ["", "A", "a_b", "a..b", ".a", "a.", "a-.b", "a".repeat(254)],
    message: SUBDOMAIN,
  },
  {
    what: "a key of a Secret",
    rule: secretKey,
    kept: ["password", "tls.crt", "A_b-c"],
    broken: ["", "a/b", "a b", "x".repeat(254)],
    message: 'is not a key of a Secret; use letters, digits, "-", "_" and "."',
  },
  {
    what: "a label or annotation key",
    rule: metadataKey,
    kept: ["app", "app.kubernetes.io/name", "A_b.c", `a.b/${"x".repeat(63)}`],
    broken: ["", "a/", "/a", "a/b/c", "-a", "a b", "A.b/c", "${X}", `a.b/${"x".repeat(64)}`],
    message: KEY,
  },
  {
    what: "a quantity",
    rule: quantity,
    kept: ["250m", "0.5", "64Mi", "1Gi", "2"],
    broken: ["", "-1", "1.m", "lots"],
    message: QUANTITY,
  },
  {
    what: "an address range",
    rule: addressRange,
    kept: ["10.244.0.0/16", "10.0.0.1", "fd00::/8", "2001:db8::1", "10.0.0.1/32"],
    broken: [
      "",
      "10.0.0.0/33",
      "10.0.0.256",
      "fd00::/129",
      "10.0.0.0/",
      "10.0.0.0/08",
      "10.0.0",
      "a",
      "::/8/8",
    ],
    message: "is not an address range; write one such as 10.244.0.0/16",
  },
])("$what", ({ rule, kept, broken, message }) => {
  it.each(kept)("may be %s", (value) => {
    expect(rule(value)).toBeUndefined();
  });

  it.each(broken)("rejects %j", (value) => {
    const quoted = JSON.stringify(value);
    expect(rule(value)).toBe(`${quoted.length > 120 ? `${quoted.slice(0, 117)}...` : quoted} ${message}`);
  });
});

it.each([
  ["64MB", "64M"],
  ["64 Mi", "64Mi"],
])("a quantity that is nearly one is told as it is written: %s", (value, meant) => {
  expect(quantity(value)).toBe(`"${value}" is not a Kubernetes quantity; write "${meant}"`);
});

it.each(["0.0.0.0/0", "::/0", "10.0.0.0/00"])("an address range is not everything: %s", (value) => {
  expect(addressRange(value)).toBe(
    `"${value}" is every address; name the ranges that the controller's requests come from`,
  );
});

describe("a port", () => {
  it.each([1, 9_898, 65_535])("may be %d", (value) => {
    expect(port(value)).toBeUndefined();
  });

  it.each([0, -1, 65_536, 1.5, NaN, Infinity])("rejects %d", (value) => {
    expect(port(value)).toBe(`${value} is not a port; a port is a whole number from 1 to 65535`);
  });
});

describe("a number of replicas", () => {
  it.each([1, 2, 50])("may be %d", (value) => {
    expect(replicas(value)).toBeUndefined();
  });

  it.each([0, -1, 1.5, NaN])("rejects %d", (value) => {
    expect(replicas(value)).toBe(
      `${value} is not a number of replicas; write a whole number from 1 up, 2 to survive the loss of a node`,
    );
  });
});
