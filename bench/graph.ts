import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Membership } from "../lib";
import { reasonOfAbsence } from "../lab/terraform-providers";
import { EntraBed, type Cost } from "./entra-bed";
import { synthesizeCrowd, type Crowd } from "./graph-stack";
import { peopleOf } from "./people";

const USAGE = `npm run bench:graph -- [<people>/<groups>/<groups of each> ...] [--membership <membership>]
                      [--from <membership>] [--kinds]

What people in groups cost: calls of Microsoft Graph and seconds of the first apply, of a plan that changes nothing,
and of one person more (plan and apply), with the real azuread provider against the lab's Entra ID.
  --membership  additive or authoritative (default: the library's own)
  --from        the membership of before: what the change to --membership costs, and the fewest members meanwhile
  --kinds       which calls a plan that changes nothing makes
  --help        this text`;

const CROWDS = [
  "10/1/1",
  "100/1/1",
  "1000/1/1",
  "10/20/2",
  "100/20/2",
  "1000/20/2",
  "1200/60/1",
  "1200/60/2",
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    membership: { type: "string" },
    from: { type: "string" },
    kinds: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const crowds = (positionals.length === 0 ? CROWDS : positionals).map((text) => toCrowd(text));
const memberships = [values.membership, values.from];
if (values.help || memberships.some((text) => text !== undefined && toMembership(text) === undefined)) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 1);
}

async function main(): Promise<void> {
  const bed = await EntraBed.start();
  try {
    console.log("people groups each   first apply   no change     one more: plan, apply");
    for (const crowd of crowds) await measure(bed, crowd);
  } catch (error) {
    const reason = reasonOfAbsence(error, "terraform");
    if (reason === undefined) throw error;
    console.log(`skipped: ${reason}`);
  } finally {
    await bed.close();
  }
}

async function measure(bed: EntraBed, crowd: Crowd): Promise<void> {
  const { people, groups, groupsEach } = crowd;
  const outdir = join(bed.folder, `${people}-${groups}-${groupsEach}`);
  const everybody = peopleOf(people + 1);
  bed.addPeople(everybody);
  const folder = synthesizeCrowd(outdir, {
    ...crowd,
    membership: toMembership(values.from) ?? crowd.membership,
  });
  await bed.init(folder);
  const first = await bed.apply(folder);
  synthesizeCrowd(outdir, crowd);
  const change = values.from === undefined ? undefined : await bed.apply(folder);
  const nothing = await bed.plan(folder);
  const kinds = bed.kinds;
  synthesizeCrowd(outdir, crowd, everybody.slice(-1));
  const more = await bed.plan(folder);
  const applied = await bed.apply(folder);
  const sizes = [people, groups, groupsEach].map((size, i) => String(size).padStart([6, 6, 4][i] ?? 6));
  console.log(`${sizes.join(" ")}  ${[first, nothing, more, applied].map(cell).join(" ")}`);
  if (change !== undefined) {
    console.log(`${" ".repeat(20)}${cell(change)}, at least ${change.fewest} members, ${change.summary}`);
  }
  for (const { summary } of [nothing, more]) console.log(`${" ".repeat(20)}${summary}`);
  if (values.kinds) {
    for (const [kind, count] of kinds) console.log(`${String(count).padStart(26)}  ${kind}`);
  }
}

function cell({ calls, seconds }: Cost): string {
  return `${String(calls).padStart(6)}${seconds.toFixed(1).padStart(6)}s`;
}

function toCrowd(text: string): Crowd {
  const [people = NaN, groups = 1, groupsEach = 1] = text.split("/").map(Number);
  if (
    ![people, groups, groupsEach].every((size) => Number.isInteger(size) && size > 0) ||
    groupsEach > groups
  ) {
    console.error(USAGE);
    process.exit(1);
  }
  return { people, groups, groupsEach, membership: toMembership(values.membership) };
}

function toMembership(text: string | undefined): Membership | undefined {
  return text === "additive" || text === "authoritative" ? text : undefined;
}

void main();
