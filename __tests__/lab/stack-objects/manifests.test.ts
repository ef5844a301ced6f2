import { manifestsOf } from "../../../lab/stack-objects/manifests";

const object = (name: string, spec: object) => ({
  manifest: { apiVersion: "example.com/v1", kind: "Route", metadata: { name, namespace: "shop" }, spec },
  field_manager: { name: "stack", force_conflicts: true },
});

describe("the objects that a stack writes as they are", () => {
  it("come after those that they wait for, with what the stack itself knows of others", () => {
    const json = JSON.stringify({
      resource: {
        kubernetes_manifest: {
          a: { ...object("route", {}), depends_on: ["kubernetes_manifest.b"] },
          b: object("check", {
            address:
              'http://proxy.${kubernetes_namespace_v1.proxy.metadata[0].name}/?group=${local.ids["staff"]}',
          }),
        },
        kubernetes_namespace_v1: { proxy: { metadata: { name: "auth" } } },
        azuread_group: { staff: { display_name: "Staff" } },
      },
      locals: { ids: { staff: "${azuread_group.staff.object_id}" } },
    });

    expect(manifestsOf(json).map(({ metadata, spec }) => [metadata.name, spec])).toEqual([
      ["check", { address: "http://proxy.auth/?group=00000000-0000-0000-0000-000000000001" }],
      ["route", {}],
    ]);
    const named = manifestsOf(json, ({ arguments: { display_name } }) => display_name);
    expect(named[0]?.spec).toEqual({ address: "http://proxy.auth/?group=Staff" });
  });

  it("have no arguments that would mean something else to Terraform", () => {
    const wait = { rollout: true };
    const json = JSON.stringify({ resource: { kubernetes_manifest: { a: { ...object("a", {}), wait } } } });
    expect(() => manifestsOf(json)).toThrow("wait");
  });
});
