const base = require("./jest.config.js");
const slow = require("./jest.slow-tests.json");

/**
 * The second half of `npm test`: what installs or compiles packages, starts programs and servers, or makes namespaces.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  ...base,
  testMatch: slow.map((place) => `**${place}${place.endsWith("/") ? "**/*.test.ts" : ""}`),
};
