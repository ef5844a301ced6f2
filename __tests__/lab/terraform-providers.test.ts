import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mirrorEnvironment, providersAbsent, reasonOfAbsence } from "../../lab/terraform-providers";

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
    expect(reasonOfAbsence(new Error(lines.join("\n")))).toBe(
      "Failed to query available provider packages Could not retrieve the list of available versions for provider hashicorp/azuread: not found in /empty",
    );
  });

  it("are absent without terraform", () => {
    expect(reasonOfAbsence(Object.assign(new Error("spawn terraform"), { code: "ENOENT" }))).toBe(
      "terraform is not installed",
    );
  });

  it("are not taken to be absent when the stack itself is wrong", () => {
    const error = new Error("terraform init failed:\n│ Error: Unsupported Terraform Core version");
    expect(reasonOfAbsence(error)).toBeUndefined();
    expect(reasonOfAbsence("something else")).toBeUndefined();
  });

  it("that were found outside are the ones inside", () => {
    const folder = mkdtempSync(join(tmpdir(), "terraform-providers-"));
    try {
      const { TF_CLI_CONFIG_FILE: file = "" } = mirrorEnvironment(folder, {
        ENTRA_INGRESS_AUTH_LAB_PROVIDERS: "/cache/providers",
      });
      expect(readFileSync(file, "utf8")).toBe(
        'provider_installation {\n  filesystem_mirror {\n    path = "/cache/providers"\n  }\n}\n',
      );
      expect(mirrorEnvironment(folder, {})).toEqual({});
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("are missing inside for the reason found outside", () => {
    expect(providersAbsent({ ENTRA_INGRESS_AUTH_LAB_NO_PROVIDERS: "no network" })).toBe("no network");
    expect(providersAbsent({})).toBeUndefined();
  });
});
