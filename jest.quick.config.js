const base = require("./jest.config.js");
const slow = require("./jest.slow-tests.json");

/** @type {import("jest").Config} The first half of `npm test`: everything that needs no other program. */
module.exports = {
  ...base,
  testPathIgnorePatterns: ["/node_modules/", ...slow],
};
