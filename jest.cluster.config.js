const base = require("./jest.config.js");

/** Tests of a running cluster, which need its programs built and a namespace: npm run test:cluster. */
module.exports = {
  ...base,
  testMatch: ["**/*.cluster.ts"],
  testTimeout: 120_000,
  // Packages that are published as ES modules only.
  transform: {
    ...base.transform,
    "^.+\\.js$": ["@swc/jest", { jsc: { target: "es2022" }, module: { type: "commonjs" } }],
  },
  transformIgnorePatterns: [
    "/node_modules/(?!(@kubernetes/client-node|@peculiar/[^/]+|jose|oauth4webapi|openid-client|jsonpath-plus)/)",
  ],
};
