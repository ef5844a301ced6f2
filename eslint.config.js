const { readdirSync } = require("node:fs");
const { join } = require("node:path");
const tseslint = require("typescript-eslint");

/** Bindings are imported by sub-path: the package index of one provider costs a second. */
const INDEX_OF_BINDINGS = {
  regex: "^@cdktf/provider-[a-z]+(/lib)?$",
  message: "Import provider bindings by sub-path, such as @cdktf/provider-kubernetes/lib/deployment-v1.",
};
const OUTSIDE_OF_LIB = {
  regex: "/(lab|bench|bin)(/|$)",
  message: "lib/ imports nothing from lab/, bench/ or bin/.",
};

/** The rooms of lib/, each with the others that its files may import. What is not named here, they may not. */
const ROOMS = {
  rules: [],
  schema: ["rules"],
  contracts: ["rules", "schema"],
  terraform: ["rules", "schema", "contracts"],
  resolver: ["rules", "contracts"],
  model: ["rules", "contracts"],
  edge: ["rules", "schema", "contracts", "terraform", "model"],
  identity: ["rules", "schema", "contracts", "identity/*"],
  // Each of them by itself.
  "identity/*": ["rules", "schema", "contracts", "terraform"],
  "oauth2-proxy": ["rules", "schema", "contracts", "terraform", "model", "resolver"],
  facade: [
    ...["rules", "schema", "contracts", "terraform", "model", "resolver"],
    ...["edge", "identity", "identity/*", "oauth2-proxy"],
  ],
  config: [
    ...["rules", "schema", "contracts", "terraform", "model", "resolver"],
    ...["edge", "identity", "identity/*", "oauth2-proxy"],
  ],
  output: ["rules", "terraform", "config"],
};

/** Rooms that are pure: they know nothing of cdktf. */
const PURE = ["rules", "resolver", "model", "config"];

const IDENTITIES = readdirSync(join(__dirname, "lib/identity"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** What the files of one room must not import, beside what nobody may. */
function room(name, allowed) {
  const others = Object.keys(ROOMS).filter((other) => other !== name && !allowed.includes(other));
  const forbidden = [
    `^(\\.\\./)+(${others.map((other) => other.replace("*", "[^/]+")).join("|")})(/|$)`,
    // An identity is a room within a room, and its neighbours lie beside it.
    ...(name === "identity/*" ? [`^(\\.\\./)+(${IDENTITIES.join("|")})(/|$)`] : []),
    // The files about the whole.
    "^(\\.\\./)+(index|stack|synthesize|vocabulary)$",
    ...(PURE.includes(name) ? ["^cdktf$|^constructs$|^@cdktf/"] : []),
  ];
  const message = `${name}/ imports only: ${allowed.join(", ") || "nothing of the other rooms"}${PURE.includes(name) ? "; and nothing of cdktf" : ""}.`;
  return {
    files: [`lib/${name}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [INDEX_OF_BINDINGS, OUTSIDE_OF_LIB, { regex: forbidden.join("|"), message }] },
      ],
    },
  };
}

module.exports = tseslint.config(
  { ignores: ["dist/", "coverage/", "cdktf.out/", "node_modules/"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strict],
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-extraneous-class": "off",
      // To name keys beside a rest is to leave them out of it.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "no-restricted-imports": ["error", { patterns: [INDEX_OF_BINDINGS] }],
    },
  },
  {
    files: ["lib/**/*.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [INDEX_OF_BINDINGS, OUTSIDE_OF_LIB] }] },
  },
  ...Object.entries(ROOMS).map(([name, allowed]) => room(name, allowed)),
  {
    files: ["__tests__/**/*.ts"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
);
