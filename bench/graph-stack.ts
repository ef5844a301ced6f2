import { join } from "node:path";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AccessGroup, requireProviders, type Membership } from "../lib";
import { peopleOf } from "./people";

/** How many people are in how many groups, and each of them in how many of these. */
export interface Crowd {
  readonly people: number;
  readonly groups: number;
  readonly groupsEach: number;
  /** @default - the library's own */
  readonly membership?: Membership;
}

/** Who is in which group: the same number in each, as far as it can be. */
export function membersOf({ people, groups, groupsEach }: Crowd): string[][] {
  const members = Array.from({ length: groups }, (): string[] => []);
  peopleOf(people).forEach((person, i) => {
    for (let j = 0; j < groupsEach; j++) {
      members[(i * groupsEach + j) % groups]?.push(person);
    }
  });
  return members;
}

/** Synthesizes groups as a stack has them; `more` people join the first. Returns the stack's folder. */
export function synthesizeCrowd(outdir: string, crowd: Crowd, more: readonly string[] = []): string {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "people");
  new AzureadProvider(stack, "azuread");
  requireProviders(stack);
  new LocalBackend(stack, { path: "terraform.tfstate" });
  membersOf(crowd).forEach((users, i) => {
    new AccessGroup(stack, `group-${i}`, {
      name: `${outdir.split("/").at(-1)}-${i}`,
      users: i === 0 ? [...users, ...more] : users,
      membership: crowd.membership,
    });
  });
  app.synth();
  return join(outdir, "stacks", "people");
}
