import { certificateSecrets } from "../../../lab/ingress/nginx-configuration";
import { ingress } from "./ingress-objects";

describe("certificateSecrets", () => {
  it("names each Secret once, and the oldest Ingress's for a host", () => {
    const old = ingress({ secret: "old", created: "2025-01-01T00:00:00Z" });
    const young = ingress({ secret: "young", path: "/api" });
    const other = ingress({ host: "shop.example.com", secret: "old" });

    expect(certificateSecrets([young, other, old])).toEqual([{ namespace: "default", name: "old" }]);
  });
});
