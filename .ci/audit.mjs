// What npm knows of the dependencies' weaknesses, as far as a newer version mends them.
import { spawnSync } from "node:child_process";

const { stdout, stderr } = spawnSync("npm", ["audit", "--json"], { encoding: "utf8" });
const report = parse(stdout);
if (report?.vulnerabilities === undefined) {
  const why = report?.message?.split(" - ")[0] || stderr.trim().split("\n")[0] || "no answer";
  console.log(`npm audit: skipped, because the registry does not answer it: ${why}`);
} else {
  const fixable = Object.values(report.vulnerabilities).filter(({ fixAvailable }) => fixAvailable === true);
  console.log(
    `npm audit: ${Object.keys(report.vulnerabilities).length} known weaknesses, ${fixable.length} that can be mended`,
  );
  fixable.forEach(({ name, severity }) => console.log(`  ${name}: ${severity}`));
  process.exitCode = fixable.length > 0 ? 1 : 0;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
