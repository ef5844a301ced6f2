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

/** What the files of one room of lib/ must not import, beside what nobody may. */
function room(name, forbidden, message) {
  return {
    files: [`lib/${name}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [INDEX_OF_BINDINGS, OUTSIDE_OF_LIB, { regex: forbidden, message }] },
      ],
    },
  };
}

const MEET_IN_THE_FACADE =
  "entra/, github/, oauth2-proxy/ and ingress/ meet in the facade, through interfaces of the consumer.";

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
      "no-restricted-imports": ["error", { patterns: [INDEX_OF_BINDINGS] }],
    },
  },
  {
    files: ["lib/**/*.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [INDEX_OF_BINDINGS, OUTSIDE_OF_LIB] }] },
  },
  room("entra", "/(github|oauth2-proxy|ingress|resolver|config)(/|$)", MEET_IN_THE_FACADE),
  room("github", "/(entra|oauth2-proxy|ingress|resolver|config)(/|$)", MEET_IN_THE_FACADE),
  room("oauth2-proxy", "/(entra|github|ingress|config)(/|$)", MEET_IN_THE_FACADE),
  room("ingress", "/(entra|github|oauth2-proxy|resolver|config)(/|$)", MEET_IN_THE_FACADE),
  room("rules", "^\\.\\./|^cdktf$|^constructs$", "rules/ is pure and knows nothing of the other rooms."),
  room("contracts", "^\\.\\./(?!rules)|^cdktf$|^constructs$", "contracts/ has types, and knows rules/ only."),
  room(
    "model",
    "^cdktf$|^constructs$|^@cdktf/|^\\.\\./(entra|github|oauth2-proxy|config|access|resolver)(/|$)|^\\.\\./[a-z-]+$(?<!rules)",
    "model/ is pure: rules/, contracts/ and the plan of an app's routes.",
  ),
  room("resolver", "^\\.\\./(?!rules)|^cdktf$|^constructs$", "resolver/ is pure and knows rules/ only."),
  room(
    "config",
    "^cdktf$|^constructs$|^(\\.\\./)+(entra|github|oauth2-proxy)/|^(\\.\\./)+(stack|entra-ingress-auth|github-ingress-auth|checks)$",
    "config/ checks plain data: rules/, resolver/ and the described controllers.",
  ),
  {
    files: ["__tests__/**/*.ts"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
);
