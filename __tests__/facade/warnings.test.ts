import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformStack } from "cdktf";
import { AppRegistration, type EntraIngressAuthProps } from "../../lib";
import { newStack } from "../support/construct-stack";
import { app, facadeWith } from "../support/facade";
import { inTemporaryFolder } from "../support/files";

/** What cdktf's own command line is told to print. */
function warningsOf(props: Partial<EntraIngressAuthProps>): unknown[] {
  return facadeWith()(newStack(), props)
    .node.metadata.filter(({ type }) => type === "@cdktf/warn")
    .map(({ data }) => data);
}

describe("a facade warns", () => {
  it("of nothing where there is nothing to know", () => {
    expect(warningsOf({})).toEqual([]);
  });

  it("of each client secret that Entra makes, where secrets are to stay out of the state", () => {
    const program = { name: "batch", credential: { clientSecret: {} } };
    const workloadIdentity = { issuer: "https://oidc.cluster.example.com" };
    const made = [
      expect.stringMatching(
        /^credential: the client secret is in Terraform's state with secrets: writeOnly too/,
      ),
      expect.stringMatching(/^machineClients\[0\]\.credential: its client secret is in Terraform's state/),
    ];

    expect(warningsOf({ secrets: "writeOnly", machineClients: [program] })).toEqual(made);
    expect(warningsOf({ machineClients: [program] })).toEqual([]);
    expect(warningsOf({ secrets: "writeOnly", credential: { workloadIdentity } })).toEqual([]);
  });

  it("of an access token for apps that one refusal at a refresh takes away", () => {
    const workloadIdentity = { issuer: "https://oidc.cluster.example.com" };
    const session = { refresh: "30m", store: { redis: { url: "redis://redis:6379" } } };
    const authProxy = { session, accessToken: { scope: "User.Read" } };

    expect(warningsOf({ authProxy, credential: { workloadIdentity } })).toEqual([
      expect.stringMatching(/^credential\.workloadIdentity: loses the access token of a session/),
    ]);
    expect(warningsOf({ authProxy })).toEqual([]);
    expect(warningsOf({ authProxy: { session }, credential: { workloadIdentity } })).toEqual([]);
  });

  it("of a group that removes whoever is not named", () => {
    const users = Array.from({ length: 20 }, (_, i) => `person-${i}@contoso.com`);

    expect(warningsOf({ accessGroup: { name: "staff", users } })).toEqual([
      expect.stringMatching(/^accessGroup\.membership: with 20 users the group holds the list/),
    ]);
  });

  it("of people whom Entra lets in once they are assigned, but of nothing that a construct has made of the application", () => {
    const everybody = { accessGroup: undefined, everybody: "membersAndGuests" } as const;
    const application = { name: "wiki", assignmentRequired: true };

    expect(warningsOf({ ...everybody, application })).toEqual([
      expect.stringMatching(/^application\.assignmentRequired: has Entra let in nobody who is not assigned/),
    ]);
    const stack = newStack();
    const made = new AppRegistration(stack, "application", application);
    expect(facadeWith()(stack, { ...everybody, application: made }).node.metadata).toEqual([]);
  });

  it("without a place in the program, so that the output is the same on every machine", () => {
    const manifest = inTemporaryFolder((outdir) => {
      const program = new App({ outdir });
      const stack = new TerraformStack(program, "stack");
      new AzureadProvider(stack, "azuread");
      new KubernetesProvider(stack, "kubernetes");
      facadeWith({ secrets: "writeOnly" })(stack).protect("shop", app());
      program.synth();
      return readFileSync(join(outdir, "manifest.json"), "utf8");
    });

    expect(manifest).toContain("the client secret is in Terraform's state");
    expect(manifest).not.toContain(process.cwd());
  });
});
