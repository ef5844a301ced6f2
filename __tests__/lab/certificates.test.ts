import { createPrivateKey, X509Certificate } from "node:crypto";
import { CertificateAuthority } from "../../lab/certificates";

describe("CertificateAuthority", () => {
  it("issues certificates that its own certificate verifies", async () => {
    const authority = await CertificateAuthority.create("Lab CA");
    const other = await CertificateAuthority.create("Lab CA");
    const root = new X509Certificate(authority.certificate);
    const server = new X509Certificate((await authority.issue({ names: ["login.example.com"] })).certificate);

    expect(root.ca).toBe(true);
    expect(server.ca).toBe(false);
    expect(server.checkIssued(root)).toBe(true);
    expect(server.verify(root.publicKey)).toBe(true);
    expect(server.verify(new X509Certificate(other.certificate).publicKey)).toBe(false);
  });

  it("names every host and address a server has", async () => {
    const authority = await CertificateAuthority.create("Lab CA");
    const { certificate } = await authority.issue({
      names: ["a.example.com", "*.b.example.com", "10.0.0.1"],
    });
    const server = new X509Certificate(certificate);

    expect(server.subject).toBe("CN=a.example.com");
    expect(server.subjectAltName).toBe("DNS:a.example.com, DNS:*.b.example.com, IP Address:10.0.0.1");
  });

  it("names a client by its common name and organization", async () => {
    const authority = await CertificateAuthority.create("Lab CA");
    const { certificate } = await authority.issue({ commonName: "admin", organization: "system:masters" });
    const client = new X509Certificate(certificate);

    expect(client.subject.split("\n").sort()).toEqual(["CN=admin", "O=system:masters"]);
    expect(client.subjectAltName).toBeUndefined();
  });

  it("gives each certificate the key that belongs to it", async () => {
    const authority = await CertificateAuthority.create("Lab CA");
    const { certificate, privateKey } = await authority.issue({ names: ["a.example.com"] });

    expect(new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey))).toBe(true);
  });

  it("refuses a certificate for nobody", async () => {
    const authority = await CertificateAuthority.create("Lab CA");

    await expect(authority.issue({})).rejects.toThrow("A certificate needs a common name or a name.");
  });
});
