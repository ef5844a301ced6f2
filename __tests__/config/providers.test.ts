import { accepted, andThen, complaints } from "../support/config-texts";

describe("the providers of a config file", () => {
  it("take versions, sources, and what others manage", () => {
    const text = andThen(
      [
        "providers:",
        '  azuread: { version: "~> 3.9", source: registry.example.com/hashicorp/azuread }',
        "  kubernetes:",
        '    version: ">= 3.2.1, < 4"',
        "    ignoreAnnotations: ['^field\\.cattle\\.io/']",
        "    ignoreLabels: ['^field\\.cattle\\.io/']",
        "  time: { version: 0.14.0 }",
        "",
      ].join("\n"),
    );

    expect(accepted(text).providers).toEqual({
      azuread: { version: "~> 3.9", source: "registry.example.com/hashicorp/azuread" },
      kubernetes: {
        version: ">= 3.2.1, < 4",
        ignoreAnnotations: ["^field\\.cattle\\.io/"],
        ignoreLabels: ["^field\\.cattle\\.io/"],
      },
      time: { version: "0.14.0" },
    });
  });

  it("are refused together, each with its line", () => {
    const text = andThen(
      [
        "providers:",
        '  azuread: { version: "~> 4.0" }',
        "  kubernetes:",
        "    version: 2.38.0",
        "    source: https://registry.example.com/hashicorp/kubernetes",
        "    ignoreAnnotations: [cattle, '.*']",
        "  azurerm: { version: 4.0.0 }",
        "",
      ].join("\n"),
    );

    expect(complaints(text).map((line) => line.slice(0, 75))).toEqual([
      'config.yaml:11:14: providers.azuread.version: "~> 4.0" admits azuread 4.0.0',
      'config.yaml:13:5: providers.kubernetes.version: "2.38.0" admits kubernetes ',
      'config.yaml:14:5: providers.kubernetes.source: "https://registry.example.co',
      'config.yaml:15:33: providers.kubernetes.ignoreAnnotations[1]: ".*" matches ',
      'config.yaml:16:3: providers.azurerm: unknown key "azurerm" (did you mean "a',
    ]);
  });
});
