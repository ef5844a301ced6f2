const base = require("./jest.config.js");

/** What installs or compiles packages, starts programs and servers, or makes namespaces. */
const SLOW = [
  "/__tests__/bin/",
  "/__tests__/docs/snippets.test.ts",
  "/__tests__/examples/terraform.test.ts",
  "/__tests__/hcl-text.test.ts",
  "/__tests__/known-late.test.ts",
  "/__tests__/lab/",
  "/__tests__/main.test.ts",
  "/__tests__/oauth2-proxy/free-text.test.ts",
  "/__tests__/package/",
  "/__tests__/public-api.test.ts",
  "/__tests__/synth-without-terraform.test.ts",
];

/** @type {import("jest").Config} The second half of `npm test`. */
module.exports = {
  ...base,
  testMatch: SLOW.map((place) => `**${place}${place.endsWith("/") ? "**/*.test.ts" : ""}`),
};
Object.defineProperty(module.exports, "SLOW", { value: SLOW });
