import { withPortNumbers } from "../../../lab/ingress/named-ports";
import { serversOf } from "../../../lab/ingress/nginx-servers";

const ingress = (port: { name?: string; number?: number }) => ({
  metadata: { namespace: "shop", name: "web", creationTimestamp: new Date(0) },
  spec: {
    rules: [
      {
        host: "a.test",
        http: { paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "web", port } } }] },
      },
    ],
  },
});
const service = (namespace: string, port: number) => ({
  metadata: { namespace, name: "web" },
  spec: {
    ports: [
      { name: "metrics", port: 9090 },
      { name: "http", port },
    ],
  },
});

describe("the lab's nginx", () => {
  const services = [service("other", 1), service("shop", 8081)];
  const backends = (port: { name?: string; number?: number }): (string | undefined)[] =>
    serversOf(withPortNumbers([ingress(port)], services)).flatMap(({ locations }) =>
      locations.map(({ backend }) => backend),
    );

  it("finds the port of a Service by its name, in the namespace of the Ingress", () => {
    expect(backends({ name: "http" })).toEqual(["http://web.shop.svc.cluster.local:8081"]);
    expect(backends({ number: 80 })).toEqual(["http://web.shop.svc.cluster.local:80"]);
  });

  it("leads nowhere where the Service has no such port", () => {
    expect(backends({ name: "https" })).toEqual([undefined]);
  });
});
