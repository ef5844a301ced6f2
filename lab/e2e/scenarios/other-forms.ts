import type { TerraformScenario } from "../scenario";
import { assertDeploys, assertDestroyed } from "./deploy";
import { assertGetsIn, MEMBERS } from "./members";
import { assertKeptOut } from "./outsiders";

interface Form extends Pick<TerraformScenario, "needs" | "seenFailing"> {
  readonly number: string;
  readonly form: string;
  /** The config file: the one of scenarios 2 and 3 in this form. */
  readonly file: string;
}

const FORMS: readonly Form[] = [
  {
    number: "9a",
    form: "the Helm chart",
    file: "lab/e2e/helm.yaml",
    needs: "helm",
    seenFailing:
      "without OAUTH2_PROXY_ALLOWED_GROUPS in the chart's values: somebody outside the group saw the app",
  },
  {
    number: "9b",
    form: "OpenTofu",
    file: "lab/e2e/people.yaml",
    needs: "tofu",
    seenFailing: "a destroy of the Deployment alone: the application and the group were left",
  },
];

/** Scenarios 1 to 3 in one each, for the same stack in another form or by another program. */
export const otherForms: readonly TerraformScenario[] = FORMS.map(({ number, form, file, ...scenario }) => ({
  ...scenario,
  name: `${number} ${form} proves scenarios 1 to 3: it deploys, members get in, an outsider only while added, destroy leaves nothing`,
  async run(stage) {
    // What another form or program has made is not this one's to change.
    await stage.clear();
    await assertDeploys(stage, file);
    for (const [who, userPrincipalName] of MEMBERS) {
      await assertGetsIn(stage.browsers, userPrincipalName, `${number}-${who.replaceAll(" ", "-")}`);
    }
    await assertKeptOut(stage, file, `${number}-refused`);
    await assertDestroyed(stage);
  },
}));
