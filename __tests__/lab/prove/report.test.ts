import { isWrong, type Proof } from "../../../lab/prove/proof";
import { report } from "../../../lab/prove/report";

const CELL = {
  host: "wiki.contoso.com",
  path: "/",
  asker: 0,
  says: "sign-in",
  answers: "sign-in",
  agrees: true,
} as const;

const PROOF: Proof = {
  file: "my.yaml",
  stack: "mine",
  edge: "an edge",
  askers: [
    { name: "nobody", why: "no session", alike: 0, refused: {} },
    {
      name: "alice@contoso.com",
      why: "named",
      alike: 2,
      refused: { "wiki.contoso.com": "Entra (AADSTS50105)" },
    },
  ],
  cells: [CELL, { ...CELL, asker: 1, says: "let-in", answers: "let-in" }],
  spellings: [],
  spellingsSent: 0,
  replaced: ["the cluster is the lab's"],
  skipped: ["job: its tokens come from elsewhere"],
};
const DIFFERENT: Proof = {
  ...PROOF,
  cells: [CELL, { ...CELL, asker: 1, says: "403", answers: "let-in", agrees: false }],
};

describe("a report", () => {
  it("is a table of paths and askers, with what was another thing and what was left out", () => {
    expect(report([PROOF], "table").split("\n")).toEqual([
      "my.yaml (stack mine)",
      "",
      "Answered by an edge. Asked as",
      "",
      "     who                why",
      "  A  nobody             no session",
      "  B  alice@contoso.com  named; stands for 2 more of the same groups; no session at wiki.contoso.com: refused by Entra (AADSTS50105)",
      "",
      "  https://wiki.contoso.com  A        B",
      "  /                         sign-in  let-in",
      "",
      "The edge did as the file says, 2 times of 2.",
      "",
      "In the lab:",
      "  the cluster is the lab's",
      "",
      "Not asked:",
      "  job: its tokens come from elsewhere",
    ]);
    expect(isWrong(PROOF)).toBe(false);
  });

  it("says where the edge did otherwise", () => {
    const text = report([DIFFERENT], "table");

    expect(text).toContain("  /                         sign-in  403 ≠ let-in");
    expect(text).toContain("The edge did otherwise than the file says 1 times of 2:");
    expect(text).toContain(
      "  alice@contoso.com at https://wiki.contoso.com/: the file says 403, the edge answered let-in",
    );
    expect(isWrong(DIFFERENT)).toBe(true);
  });

  it("says which spellings reach an app that may read them otherwise", () => {
    const spelling = {
      host: "wiki.contoso.com",
      path: "/public/..\\admin/x",
      meant: "/admin",
      isResolved: false,
      asker: 0,
      says: "public",
      arrived: "/public/..\\admin/x",
      mayMean: ["/admin/x"],
      agrees: true,
    } as const;
    const found: Proof = { ...PROOF, spellings: [spelling, { ...spelling, asker: 1 }], spellingsSent: 14 };

    const text = report([found], "table");

    expect(text).toContain("14 requests; 0 let in whom the file keeps out.");
    expect(text).toContain("  wiki.contoso.com/public/..\\admin/x by A B, which may be read as /admin");
    expect(isWrong(found)).toBe(false);
    expect(isWrong({ ...found, spellings: [{ ...spelling, agrees: false }] })).toBe(true);
  });

  it("says whether a second plan changes something, where Terraform deployed", () => {
    const updated = "kubernetes_ingress_v1.wiki will be updated in-place";
    const empty: Proof = { ...PROOF, secondPlan: [] };
    const changing: Proof = { ...PROOF, secondPlan: [updated] };

    expect(report([empty], "table").split("\n")).toContain("A second plan changes nothing.");
    expect(report([changing], "table")).toContain(
      `A second plan, with the file as it is, would change:\n  ${updated}\n`,
    );
    expect(report([PROOF], "table")).not.toContain("plan");
    expect([empty, changing, PROOF].map(isWrong)).toEqual([false, true, false]);
  });

  it("is Markdown with the same content", () => {
    const lines = report([PROOF], "markdown").split("\n");

    expect(lines).toContain("## my.yaml (stack mine)");
    expect(lines).toContain("| https://wiki.contoso.com | A | B |");
    expect(lines).toContain("| `/` | sign-in | let-in |");
  });

  it("is JSON with every answer", () => {
    expect(JSON.parse(report([PROOF], "json"))).toEqual([PROOF]);
  });

  it("says why a file was not proved, and which failed", () => {
    const outcomes = [
      { file: "a.yaml", why: "the lab has no Redis Cluster" },
      { file: "b.yaml", why: "terraform apply failed", failed: true },
    ];

    expect(report(outcomes, "table")).toBe(
      "a.yaml\n\nNot proved: the lab has no Redis Cluster\n\nb.yaml\n\nFailed: terraform apply failed",
    );
    expect(outcomes.map(isWrong)).toEqual([false, true]);
  });
});
