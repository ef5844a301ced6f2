const base = require("./jest.config.js");

/** Tests of a running cluster, which need its programs built and a namespace: npm run test:cluster. */
module.exports = {
  ...base,
  // All of them are in one namespace, with the addresses and ports of one cluster.
  maxWorkers: 1,
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
