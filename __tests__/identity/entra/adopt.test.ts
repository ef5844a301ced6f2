import { AccessGroup, AppRegistration } from "../../../lib";
import { inputErrors, newStack, onlyBlock, referenceTo, toJson } from "../../support/construct-stack";

const ID = "5D1F0F0E-6A1C-4F52-9D7A-3F9B6C2E8A10";

/** What Terraform is asked to import. */
function imports(stack: Parameters<typeof toJson>[0]): unknown {
  const { import: blocks } = toJson(stack) as { import?: unknown };
  return blocks;
}

describe("what exists and is managed here from now on", () => {
  it("is an application, imported by its object id, with the service principal that it has", () => {
    const stack = newStack();
    new AppRegistration(stack, "application", { name: "portal", adopt: ID });

    const { resource } = toJson(stack);

    expect(imports(stack)).toEqual([
      {
        id: `/applications/${ID.toLowerCase()}`,
        to: referenceTo(resource, "azuread_application", "x").slice(2, -3),
      },
    ]);
    expect(onlyBlock(resource, "azuread_application").display_name).toBe("portal");
    expect(onlyBlock(resource, "azuread_service_principal").use_existing).toBe(true);
  });

  it("is a group, imported by its object id", () => {
    const stack = newStack();
    new AccessGroup(stack, "group", { name: "portal-users", adopt: ID });

    const { resource } = toJson(stack);

    expect(imports(stack)).toEqual([
      { id: `/groups/${ID.toLowerCase()}`, to: referenceTo(resource, "azuread_group", "x").slice(2, -3) },
    ]);
  });

  it("is nothing where nobody asks for it", () => {
    const stack = newStack();
    new AppRegistration(stack, "application", { name: "portal" });
    new AccessGroup(stack, "group", { name: "portal-users" });

    expect(imports(stack)).toBeUndefined();
    expect(onlyBlock(toJson(stack).resource, "azuread_service_principal")).not.toHaveProperty("use_existing");
  });

  it("is named by an object id", () => {
    expect(
      inputErrors(() => new AppRegistration(newStack(), "application", { name: "portal", adopt: "portal" })),
    ).toEqual([
      '[stack/application] adopt: "portal" is not a GUID; an id looks like 11111111-2222-3333-4444-555555555555 (Entra admin center, "Object ID")',
    ]);
    expect(
      inputErrors(() => new AccessGroup(newStack(), "group", { name: "users", adopt: "users" })),
    ).toEqual([
      '[stack/group] adopt: "users" is not a GUID; an id looks like 11111111-2222-3333-4444-555555555555 (Entra admin center, "Object ID")',
    ]);
  });
});
