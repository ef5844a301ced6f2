import { parse } from "yaml";
import { edgeForm, edgeFormOf, EDGE_FORM_NAMES } from "../../../lab/ingress/edge-forms";
import { withEdge } from "../../../lab/ingress/with-edge";

const FILE = `
entra: { accessGroup: { name: staff } }
ingressController: { kind: traefik, className: internal, trustedAddresses: [10.0.0.0/8] }
apps:
  - { name: shop, host: shop.example.com, tls: { secretName: shop-tls } }
  - { name: bare, host: bare.example.com, tls: external }
`;
const GATEWAY = { name: "public", namespace: "gateways", sectionName: "https" };

describe("a config file for another edge", () => {
  it("names the Gateway, whose listeners have the certificates, and is the same otherwise", () => {
    expect(parse(withEdge(FILE, "traefik-gateway"))).toEqual({
      entra: { accessGroup: { name: "staff" } },
      gateway: {
        kind: "traefik",
        refusesEncodedSlashes: true,
        ...GATEWAY,
        trustedAddresses: ["10.0.0.0/8"],
      },
      apps: [
        { name: "shop", host: "shop.example.com" },
        { name: "bare", host: "bare.example.com", tls: "external" },
      ],
    });
  });

  it("keeps the class and the certificates where it stays with a controller", () => {
    const file: unknown = parse(withEdge(FILE, "traefik-ingress-route"));
    expect(file).toMatchObject({
      ingressController: { kind: "traefik", resource: "IngressRoute", className: "internal" },
      apps: [{ tls: { secretName: "shop-tls" } }, { tls: "external" }],
    });
  });

  it("is known by what it says, in every form", () => {
    for (const name of EDGE_FORM_NAMES)
      expect(edgeFormOf(parse(withEdge(FILE, name)) as object)).toEqual(edgeForm(name));
    expect(edgeFormOf({ gateway: { kind: "istio" } })).toBeUndefined();
    expect(edgeFormOf({ ingressController: { kind: "other" } })).toBeUndefined();
  });
});
