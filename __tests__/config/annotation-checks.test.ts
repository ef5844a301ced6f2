import { complaints, instead, SHORTEST } from "../support/config-texts";

const PREFIX = "nginx.ingress.kubernetes.io";

/** The shortest config, for a controller, with annotations from line 11 on. */
function having(controller: string, annotations: readonly string[], rest = ""): string {
  return `${SHORTEST.replace("ingress-nginx", controller)}${rest}    extraAnnotations:\n${annotations.map((line) => `      ${line}\n`).join("")}`;
}

const at = (line: number, key: string, message: string): string =>
  `config.yaml:${line}:7: apps[0].extraAnnotations.${key}: annotation "${key}" ${message}`;

describe("the annotations of a config file", () => {
  it("are refused where FastCGI would let forged identity headers arrive", () => {
    expect(complaints(having("ingress-nginx", [`${PREFIX}/backend-protocol: FCGI`]))).toEqual([
      at(
        11,
        `${PREFIX}/backend-protocol`,
        "takes one of HTTP, HTTPS, AUTO_HTTP, GRPC, GRPCS; to FastCGI it passes no identity headers, so that those arrive which a client forged, and a web server in front of the app is needed",
      ),
    ]);
  });

  it("are refused where Traefik would send people to an internal host to sign in", () => {
    const lines = complaints(
      having("traefik", [
        `${PREFIX}/upstream-vhost: legacy.internal.contoso.com`,
        `${PREFIX}/backend-protocol: HTTPS`,
      ]),
    );

    expect(lines).toEqual([
      at(
        11,
        `${PREFIX}/upstream-vhost`,
        "changes the host on Traefik before the auth check, so that people are sent to sign in at the app's internal name; let the app accept the host that people use, or put a proxy beside it that renames the host",
      ),
    ]);
  });

  it("are refused where Traefik does not read them, each with the reason and its line", () => {
    const lines = complaints(
      having("traefik", [
        `${PREFIX}/denylist-source-range: 203.0.113.0/24`,
        `${PREFIX}/enable-modsecurity: "true"`,
        `${PREFIX}/enable-owasp-core-rules: "true"`,
        `${PREFIX}/limit-rate: "100"`,
        `${PREFIX}/proxy-redirect-from: http://app.internal/`,
        `${PREFIX}/proxy-redirect-to: https://web.example.com/`,
        `${PREFIX}/proxy-ssl-verify-depth: "2"`,
      ]),
    );

    expect(lines).toHaveLength(7);
    lines.forEach((line, i) => {
      expect(line).toMatch(new RegExp(`^config\\.yaml:${11 + i}:7: .*" is not read by Traefik[,;]`));
    });
  });

  it("may say who comes from where, by either name", () => {
    for (const name of ["allowlist-source-range", "whitelist-source-range"]) {
      for (const controller of ["ingress-nginx", "traefik"]) {
        expect(complaints(having(controller, [`${PREFIX}/${name}: 203.0.113.0/24`]))).toEqual([]);
      }
    }
  });

  it.each([
    ["ingress-nginx", "with 401 or 403 it replaces the refusal page"],
    ["traefik", "without 401 and 403: these are the sign-in, the refusal page"],
  ])("never take the refusal page of %s", (controller, why) => {
    expect(complaints(having(controller, [`${PREFIX}/custom-http-errors: "403"`]))).toEqual([
      expect.stringContaining(why),
    ]);
  });

  it("are judged by the rest of the app", () => {
    const exposing = [`${PREFIX}/cors-expose-headers: Link`];
    expect(complaints(having("ingress-nginx", exposing))).toEqual([
      at(11, exposing[0]!.split(":")[0]!, 'does nothing without "cors" of the app; name the origins there'),
    ]);
    expect(
      complaints(having("ingress-nginx", exposing, "    cors: { origins: [https://shop.example.com] }\n")),
    ).toEqual([]);
    expect(complaints(having("ingress-nginx", [`${PREFIX}/custom-headers: shop/headers`]))).toEqual([
      expect.stringContaining('; put it there and write "default/headers"'),
    ]);
  });

  it("are said beside what else is wrong, once each", () => {
    const text = having("ingress-nginx", [
      `${PREFIX}/auth-url: x`,
      `${PREFIX}/proxy-read-timeout: 60s`,
      `${PREFIX}/proxy-send-timeout: 60`,
      `ngnix.ingress.kubernetes.io/proxy-body-size: 1m`,
    ]).replace("podinfo.example.com", "https://podinfo.example.com");

    const lines = complaints(text);
    expect(lines.map((line) => line.split(":")[1])).toEqual(["8", "11", "12", "13", "14"]);
  });

  it("are free where no controller reads them", () => {
    const lines = complaints(
      having("traefik", ["external-dns.alpha.kubernetes.io/target: lb.example.com", "team: blue"]),
    );
    expect(lines).toEqual([]);
  });
});

describe("the class of a config file's controller", () => {
  it("is not the one that Traefik makes for its own provider, unless that is said to be another's", () => {
    const text = instead("ingress-nginx", "traefik\n  className: traefik");
    expect(complaints(text)).toEqual([
      expect.stringMatching(
        /^config\.yaml:6:3: ingressController\.className: "traefik" is the class of Traefik's own provider kubernetesIngress, /,
      ),
    ]);
    expect(complaints(text.replace("apps:", "  controllerClass: k8s.io/ingress-nginx\napps:"))).toEqual([]);
  });
});
