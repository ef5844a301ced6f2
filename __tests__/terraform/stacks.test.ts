import { sameStackProblems, statePlace, type StackPlace } from "../../lib/terraform/stacks";

const named = (name: string, args: Record<string, unknown>, backend = "azurerm"): StackPlace => ({
  name,
  isUnnamed: false,
  state: statePlace(name, { backend, arguments: args }),
});
const local = (name: string, path?: string): StackPlace =>
  named(name, path === undefined ? {} : { path }, "local");

const where = '"a.yaml"';
const shared = (own: string, more = ""): object[] => [
  {
    path: ["state", "arguments", own],
    message: `is where ${where} keeps its state, so that each apply would destroy what the other made; give it another "${own}"${more}`,
  },
];

describe("two stacks are refused", () => {
  it("with one name, in whatever case", () => {
    expect(sameStackProblems(local("Shop"), local("shop"), where)).toEqual([
      {
        path: ["stack"],
        message:
          '"Shop" is the name of two stacks, as "a.yaml" is, and one would overwrite the output and the state of the other; give each config file a stack name of its own',
      },
    ]);
  });

  it.each<[string, string, Record<string, unknown>, string]>([
    ["azurerm", "key", { storage_account_name: "s", container_name: "c", key: "k" }, "use_oidc"],
    ["s3", "key", { bucket: "b", key: "k" }, "region"],
    ["gcs", "prefix", { bucket: "b" }, "impersonate_service_account"],
    ["kubernetes", "secret_suffix", { secret_suffix: "s" }, "in_cluster_config"],
    ["http", "address", { address: "https://state.example.com" }, "lock_address"],
    ["consul", "path", { path: "p" }, "lock"],
    ["pg", "schema_name", {}, "skip_schema_creation"],
    ["remote", "workspaces", { organization: "o", workspaces: { name: "w" } }, "x"],
    ["oss", "key", { bucket: "b", key: "k" }, "region"],
    ["cos", "key", { bucket: "b" }, "region"],
    ["oci", "key", { bucket: "b" }, "region"],
  ])("with one state in %s, however it is reached", (backend, own, args, other) => {
    const one = named("one", args, backend);
    const two = named("two", { ...args, [other]: "x" }, backend);

    expect(sameStackProblems(two, one, where)).toEqual(shared(own));
    expect(sameStackProblems(named("two", { ...args, [own]: "another" }, backend), one, where)).toEqual([]);
  });

  it("with one local state, as paths lead there from the folders of the two", () => {
    const leaveOut = ", or leave it out";

    expect(sameStackProblems(local("two", "../../x"), local("one", "../two/../../x"), where)).toEqual(
      shared("path", leaveOut),
    );
    expect(sameStackProblems(local("two", "/x"), local("one", "/a/../x"), where)).toEqual(
      shared("path", leaveOut),
    );
    expect(sameStackProblems(local("two", "../../../terraform.one.tfstate"), local("one"), where)).toEqual(
      shared("path", leaveOut),
    );
  });
});

describe("two stacks are taken", () => {
  it.each<[string, StackPlace, StackPlace]>([
    ["with local states of their own", local("one"), local("two")],
    ["with one relative path in two folders", local("one", "state"), local("two", "state")],
    [
      "where the place is only said to terraform init",
      named("one", { storage_account_name: "s", container_name: "c" }),
      named("two", { storage_account_name: "s", container_name: "c" }),
    ],
    [
      "in two backends",
      named("one", { bucket: "b", key: "" }, "oss"),
      named("two", { bucket: "b", key: "" }, "cos"),
    ],
  ])("%s", (_what, one, two) => {
    expect(sameStackProblems(two, one, where)).toEqual([]);
  });
});
