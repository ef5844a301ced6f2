const base = require("./jest.config.js");
const { SLOW } = require("./jest.slow.config.js");

/** @type {import("jest").Config} The first half of `npm test`: everything that needs no other program. */
module.exports = {
  ...base,
  testPathIgnorePatterns: ["/node_modules/", ...SLOW],
};
