import { parse } from "yaml";
import { edgeForm, type EdgeFormName, edgeFormOf, EDGE_FORM_NAMES } from "../../../lab/ingress/edge-forms";
import { withEdge } from "../../../lab/ingress/with-edge";

const FILE = `
entra: { accessGroup: { name: staff } }
ingressController: { kind: traefik, className: internal, trustedAddresses: [10.0.0.0/8] }
authCheck: public-host
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

  it("asks through the public host where it did, but by Middlewares", () => {
    const authCheckOf = (edge: EdgeFormName) =>
      (parse(withEdge(FILE, edge)) as { authCheck?: string }).authCheck;
    expect(authCheckOf("nginx")).toBe("public-host");
    expect(authCheckOf("traefik-ingress-route")).toBeUndefined();
  });

  it("keeps the certificates where it stays with a controller, and the class where that is one of Ingresses", () => {
    const apps = [{ tls: { secretName: "shop-tls" } }, { tls: "external" }];
    expect(parse(withEdge(FILE, "nginx"))).toMatchObject({
      ingressController: { kind: "ingress-nginx", className: "internal" },
      apps,
    });
    const { ingressController, ...rest } = parse(withEdge(FILE, "traefik-ingress-route")) as Record<
      string,
      object
    >;
    expect(ingressController).toEqual({
      kind: "traefik",
      resource: "IngressRoute",
      refusesEncodedSlashes: true,
      trustedAddresses: ["10.0.0.0/8"],
    });
    expect(rest).toMatchObject({ apps });
  });

  it("leaves out what a proxy in the path has no use for", () => {
    const file = `${FILE.replace("tls: external }", "tls: external, cors: { origins: [] } }")}authProxy: { bufferSize: 64k, replicas: 1 }`;
    expect(parse(withEdge(file, "standard"))).toMatchObject({
      authProxy: { replicas: 1 },
      apps: [{ name: "shop" }, { name: "bare" }],
    });
    expect(withEdge(file, "standard")).not.toMatch(/cors|bufferSize/);
    expect(withEdge(file, "traefik-gateway")).toMatch(/bufferSize: 64k[^]*cors/);
  });

  it("is known by what it says, in every form", () => {
    for (const name of EDGE_FORM_NAMES)
      expect(edgeFormOf(parse(withEdge(FILE, name)) as object)).toEqual(edgeForm(name));
    expect(edgeFormOf({ gateway: { kind: "istio" } })).toBeUndefined();
    expect(edgeFormOf({ ingressController: { kind: "other" } })).toBeUndefined();
  });
});
