import { EntraIngressAuth, IngressController, type EntraIngressAuthProps } from "../../lib";
import { blocksOf, flagValues, newStack, onlyBlock, referenceTo, toJson } from "../support/construct-stack";

const ID = "3c0f6b0e-6f0c-4b58-9d3f-0a4c7f1b2d10";
const OTHER = "9c0e7c2a-4f2b-4f0a-8a55-6f1d0a2b7c33";

function json(props: Partial<EntraIngressAuthProps>) {
  const stack = newStack();
  const auth = new EntraIngressAuth(stack, "auth", {
    ingressController: IngressController.traefik(),
    ...props,
  });
  const rule = props.accessRole === undefined ? { access: { groups: [ID.toUpperCase(), OTHER] } } : {};
  for (const name of ["one", "two"]) {
    auth.protect(name, {
      host: `${name}.example.com`,
      service: { namespace: "default", name, port: 80 },
      ...rule,
    });
  }
  return toJson(stack);
}

describe("a stack whose tokens list assigned groups alone", () => {
  it("assigns every group that it lets in, made or existing, once", () => {
    const { resource } = json({
      application: { name: "portal", groupClaim: "assigned" },
      accessGroup: { name: "users", users: ["alice@contoso.com"], servicePrincipals: ["self"] },
    });

    const assigned = blocksOf(resource, "azuread_app_role_assignment");
    expect(assigned.map(({ principal_object_id }) => principal_object_id).sort()).toEqual(
      [referenceTo(resource, "azuread_group", "object_id"), ID, OTHER].sort(),
    );
  });

  it("assigns an access group that exists, which rules may name as well", () => {
    const { resource } = json({
      application: { name: "portal", groupClaim: "assigned" },
      accessGroup: { objectId: ID },
    });

    const assigned = blocksOf(resource, "azuread_app_role_assignment");
    expect(assigned.map(({ principal_object_id }) => principal_object_id)).toEqual([ID, OTHER]);
  });
});

describe("a stack whose application requires assignment", () => {
  it("assigns nobody beside those who have a role, in a stack of roles", () => {
    const { resource } = json({
      application: { name: "portal", assignmentRequired: true },
      accessRole: { value: "user", users: [{ objectId: ID }] },
    });

    const assigned = blocksOf(resource, "azuread_app_role_assignment");
    expect(assigned.map(({ principal_object_id }) => principal_object_id)).toEqual([ID]);
    expect(onlyBlock(resource, "azuread_service_principal")).toMatchObject({
      app_role_assignment_required: true,
    });
  });
});

describe("a stack that asks Microsoft Graph for groups", () => {
  it("uses oauth2-proxy's provider for Entra, and has the permission for it", () => {
    const stack = json({ accessGroup: { name: "users" }, authProxy: { groupOverage: "graph" } });

    expect([flagValues(stack, "provider"), flagValues(stack, "scope")]).toEqual([
      ["entra-id"],
      ["openid profile email User.Read"],
    ]);
    const { required_resource_access } = onlyBlock(stack.resource, "azuread_application") as {
      required_resource_access: { resource_access: { id: string }[] }[];
    };
    expect(required_resource_access[0]?.resource_access.map(({ id }) => id)).toContain(
      "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
    );
  });
});
