import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mirrorEnvironment, reasonOfAbsence } from "../../lab/terraform-providers";

describe("Terraform's providers in the lab", () => {
  it("are absent for the reason that terraform init gives, the first one of several", () => {
    const lines = [
      "terraform init failed:",
      "Initializing provider plugins...",
      "╷",
      "│ Error: Failed to query available provider packages",
      "│ ",
      "│ Could not retrieve the list of available versions for provider",
      "│ hashicorp/azuread: not found in /empty",
      "╵",
      "╷",
      "│ Error: Failed to query available provider packages",
      "│ hashicorp/time: not found in /empty",
      "╵",
    ];
    expect(reasonOfAbsence(new Error(lines.join("\n")), "terraform")).toBe(
      "Failed to query available provider packages Could not retrieve the list of available versions for provider hashicorp/azuread: not found in /empty",
    );
  });

  // OpenTofu speaks of querying where its mirrors have nothing, and of resolving where its registry does not answer.
  it.each([
    [
      [
        "Error: Failed to query available provider packages",
        "",
        "Could not retrieve the list of available versions for provider",
        "hashicorp/azuread: provider registry.opentofu.org/hashicorp/azuread was not",
        "found in any of the search locations",
        "",
        "  - /empty",
      ],
      "Failed to query available provider packages Could not retrieve the list of available versions for provider hashicorp/azuread: provider registry.opentofu.org/hashicorp/azuread was not found in any of the search locations - /empty",
    ],
    [
      [
        "Error: Failed to resolve provider packages",
        "",
        "Could not resolve provider hashicorp/azuread: could not connect to",
        "registry.opentofu.org: failed to request discovery document",
      ],
      "Failed to resolve provider packages Could not resolve provider hashicorp/azuread: could not connect to registry.opentofu.org: failed to request discovery document",
    ],
  ])("are absent for the reason that tofu init gives", (said, reason) => {
    const lines = ["tofu init failed:", "Initializing provider plugins...", "", ...said, "", "", ...said];
    expect(reasonOfAbsence(new Error(lines.join("\n")), "tofu")).toBe(reason);
  });

  it.each(["terraform", "tofu"] as const)("are absent without %s", (program) => {
    const error = Object.assign(new Error(`spawn ${program} ENOENT`), { code: "ENOENT" });
    expect(reasonOfAbsence(error, program)).toBe(`${program} is not installed`);
  });

  it("are not taken to be absent when the stack itself is wrong", () => {
    const error = new Error("terraform init failed:\n│ Error: Unsupported Terraform Core version");
    expect(reasonOfAbsence(error, "terraform")).toBeUndefined();
    expect(reasonOfAbsence("something else", "terraform")).toBeUndefined();
  });

  it("that were found outside are the only ones inside", () => {
    const folder = mkdtempSync(join(tmpdir(), "terraform-providers-"));
    try {
      const { TF_CLI_CONFIG_FILE: file = "" } = mirrorEnvironment(folder, [
        "/cache/terraform",
        "/cache/tofu",
      ]);
      expect(readFileSync(file, "utf8")).toBe(
        [
          "provider_installation {",
          "  filesystem_mirror {",
          '    path = "/cache/terraform"',
          "  }",
          "  filesystem_mirror {",
          '    path = "/cache/tofu"',
          "  }",
          "}",
          "",
        ].join("\n"),
      );
      expect(mirrorEnvironment(folder, [])).toEqual({});
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
