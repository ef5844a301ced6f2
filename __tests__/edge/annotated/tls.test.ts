import type { Tls } from "../../../lib";
import { issuerAnnotations, signInTlsSection, tlsSection } from "../../../lib/edge/annotated/tls";

const HOST = "podinfo.example.com";
const ISSUER = { issuer: { name: "letsencrypt" } };

describe("the TLS section of an app's Ingress", () => {
  it.each<[string, Tls, unknown]>([
    ["nothing said: the controller's default certificate", {}, [{ hosts: [HOST] }]],
    ["a Secret", { secretName: "cert" }, [{ hosts: [HOST], secretName: "cert" }]],
    ["an issuer fills a Secret of the app's name", ISSUER, [{ hosts: [HOST], secretName: "podinfo-tls" }]],
    [
      "an issuer fills the named Secret",
      { ...ISSUER, secretName: "cert" },
      [{ hosts: [HOST], secretName: "cert" }],
    ],
    ["TLS ends before", "external", undefined],
  ])("%s", (_, tls, section) => {
    expect(tlsSection(HOST, tls, "podinfo-tls")).toEqual(section);
  });
});

describe("the TLS section of the /oauth2 Ingress", () => {
  const section = (tls: Tls, sameNamespace: boolean, foreignCertificate: "none" | "host-only") =>
    signInTlsSection({ host: HOST, tls, fallbackSecret: "podinfo-tls", sameNamespace, foreignCertificate });

  describe.each(["none", "host-only"] as const)("on a controller with foreign certificates %s", (foreign) => {
    it.each<[string, Tls, unknown]>([
      ["takes the app's Secret", { secretName: "cert" }, [{ hosts: [HOST], secretName: "cert" }]],
      ["takes the Secret that an issuer fills", ISSUER, [{ hosts: [HOST], secretName: "podinfo-tls" }]],
      ["is none where TLS ends before", "external", undefined],
    ])("%s in the same namespace", (_, tls, expected) => {
      expect(section(tls, true, foreign)).toEqual(expected);
    });

    it("takes the copy of the certificate in the proxy's own namespace, wherever the app is", () => {
      const tls = { secretName: "cert", proxySecretName: "copy" };
      expect(section(tls, false, foreign)).toEqual([{ hosts: [HOST], secretName: "copy" }]);
      expect(section(tls, true, foreign)).toEqual([{ hosts: [HOST], secretName: "copy" }]);
    });
  });

  it.each<Tls>([{}, { secretName: "cert" }, ISSUER])(
    "%j in another namespace: none where the host's certificate counts, a host alone where it is found by name",
    (tls) => {
      expect(section(tls, false, "none")).toBeUndefined();
      expect(section(tls, false, "host-only")).toEqual([{ hosts: [HOST] }]);
    },
  );
});

describe("the annotations for cert-manager", () => {
  it.each<[Tls, Record<string, string>]>([
    [ISSUER, { "cert-manager.io/cluster-issuer": "letsencrypt" }],
    [
      { issuer: { name: "letsencrypt", kind: "ClusterIssuer" } },
      { "cert-manager.io/cluster-issuer": "letsencrypt" },
    ],
    [{ issuer: { name: "internal", kind: "Issuer" } }, { "cert-manager.io/issuer": "internal" }],
    [{ secretName: "cert" }, {}],
    ["external", {}],
  ])("%j", (tls, annotations) => {
    expect(issuerAnnotations(tls)).toEqual(annotations);
  });
});
