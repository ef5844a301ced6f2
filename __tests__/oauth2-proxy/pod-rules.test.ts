import {
  caBundleProblems,
  chartProblems,
  egressProxyProblems,
  egressProxyUrl,
  furtherAnnotation,
  furtherLabel,
  noProxyEntry,
  serviceAccountProblems,
} from "../../lib/oauth2-proxy/pod-rules";

describe("the URL of an egress proxy", () => {
  it.each([
    "http://proxy.contoso.com:3128",
    "https://proxy.contoso.com",
    "http://10.0.0.5:8080/",
    "http://[fd00::5]:3128",
  ])("may be %s", (url) => {
    expect(egressProxyUrl(url)).toBeUndefined();
  });

  it.each([
    [
      "proxy.contoso.com:3128",
      /^"proxy.contoso.com:3128" is not the URL of an HTTP proxy; write one such as/,
    ],
    ["http://$(OAUTH2_PROXY_COOKIE_SECRET).example.com", /is not the URL of an HTTP proxy/],
    ["http://{{.Release.Name}}.example.com", /is not the URL of an HTTP proxy/],
    ["socks5://proxy.contoso.com:1080", /is not the URL of an HTTP proxy/],
    ["http://proxy.contoso.com/proxy.pac", /has more than a host and a port.*PAC.*not possible/],
    ["http://proxy.contoso.com:3128/?x=1", /has more than a host and a port/],
  ])("is not %s", (url, message) => {
    expect(egressProxyUrl(url)).toMatch(message);
  });

  it.each([
    "http://user:hunter2@proxy.contoso.com:3128",
    "http://user@proxy.contoso.com:3128",
    "user:hunter2@proxy.contoso.com:3128",
  ])("has no credentials, which are not repeated: %s", (url) => {
    const message = egressProxyUrl(url);

    expect(message).toMatch(/carries credentials.*write egressProxy: \{ existingSecret: \{ name, key \} \}$/);
    expect(message).not.toMatch(/hunter2|user@|user:/);
  });
});

describe("what is asked without the egress proxy", () => {
  it.each([
    "login.contoso.com",
    ".contoso.com",
    "*.contoso.com",
    "contoso.com:8443",
    "10.0.0.0/8",
    "10.1.2.3",
    "fd00::/8",
    "localhost",
  ])("may be %s", (entry) => {
    expect(noProxyEntry(entry)).toBeUndefined();
  });

  it.each([
    [".svc,.cluster.local", /is neither a host.*each entry of the list$/],
    ["https://contoso.com", /is neither a host/],
    ["$(OAUTH2_PROXY_COOKIE_SECRET).example.com", /is neither a host/],
    ["10.0.0.0/33", /is neither a host/],
    ["", /is neither a host/],
    ["*", /is everything.*or leave egressProxy out$/],
  ])("is not %s", (entry, message) => {
    expect(noProxyEntry(entry)).toMatch(message);
  });
});

describe("parts of which there is one", () => {
  const egress = { url: "http://proxy:3128", existingSecret: { name: "a", key: "b" } };
  const bundle = { configMap: { name: "a", key: "b" }, secret: { name: "a", key: "b" } };

  it("are the egress proxy's URL and its Secret", () => {
    expect(egressProxyProblems({ url: egress.url })).toEqual([]);
    expect(egressProxyProblems({ existingSecret: egress.existingSecret })).toEqual([]);
    expect(egressProxyProblems({ noProxy: [] })).toEqual([
      { path: [], message: 'is missing "url" or "existingSecret"; write one of them' },
    ]);
    expect(egressProxyProblems(egress)).toEqual([
      {
        path: ["existingSecret"],
        message: 'key "existingSecret" does not go together with "url"; keep one or the other',
      },
    ]);
  });

  it("are the bundle's ConfigMap and its Secret", () => {
    expect(caBundleProblems({ secret: bundle.secret })).toEqual([]);
    expect(caBundleProblems({}).map(({ message }) => message)).toEqual([
      'is missing "configMap" or "secret"; write one of them',
    ]);
    expect(caBundleProblems(bundle).map(({ path }) => path)).toEqual([["secret"]]);
  });
});

describe("a ServiceAccount that is there already", () => {
  it("gets neither annotations nor labels from here", () => {
    expect(serviceAccountProblems({ name: "gate" })).toEqual([]);
    expect(serviceAccountProblems({ annotations: { a: "b" }, labels: { a: "b" } })).toEqual([]);
    expect(serviceAccountProblems({ name: "gate", annotations: { a: "b" }, labels: { a: "b" } })).toEqual(
      ["annotations", "labels"].map((key) => ({
        path: [key],
        message:
          'are for a ServiceAccount that is made, and "gate" is there already; write them where that one is made, or leave "name" out',
      })),
    );
  });
});

describe("a label of the Pods", () => {
  it.each(["contoso.com/team", "app.kubernetes.io/component", "app"])("may be %s", (key) => {
    expect(furtherLabel(key)).toBeUndefined();
  });

  it.each([
    "app.kubernetes.io/name",
    "app.kubernetes.io/instance",
    "app.kubernetes.io/part-of",
    "pod-template-hash",
  ])("is not %s, by which they are found", (key) => {
    expect(furtherLabel(key)).toMatch(/is what the auth proxy's Pods are found by.*such as "contoso.com\//);
  });

  it("is not what is no key", () => {
    expect(furtherLabel("a b")).toMatch(/is not an annotation or label key/);
  });

  it("is none of the chart's own, where the chart is deployed", () => {
    const podLabels = { "app.kubernetes.io/component": "gate", "contoso.com/team": "identity" };

    expect(chartProblems({ podLabels })).toEqual([]);
    expect(chartProblems({ helm: {}, podLabels })).toEqual([
      {
        path: ["podLabels", "app.kubernetes.io/component"],
        message: expect.stringContaining(
          'the chart gives the Pods itself; choose another key, or leave "helm" out',
        ),
      },
    ]);
  });
});

describe("the chart", () => {
  it("gives its ServiceAccount annotations and no labels", () => {
    expect(chartProblems({ helm: {}, serviceAccount: { annotations: { a: "b" } } })).toEqual([]);
    expect(chartProblems({ helm: {}, serviceAccount: { labels: { a: "b" } } })).toEqual([
      {
        path: ["serviceAccount", "labels"],
        message: expect.stringContaining("write serviceAccount: { name }"),
      },
    ]);
  });
});

describe("an annotation of the Pods", () => {
  it.each(["proxy.istio.io/config", "contoso.com/checksum"])("may be %s", (key) => {
    expect(furtherAnnotation(key)).toBeUndefined();
  });

  it.each([
    ["checksum/secrets", /is written already.*such as "contoso.com\/secrets"/],
    ["checksum/config", /is written already/],
    ["kubectl.kubernetes.io/restartedAt", /kubectl rollout restart.*such as "contoso.com\/restarted-at"/],
    ["a/b/c", /is not an annotation or label key/],
  ])("is not %s", (key, message) => {
    expect(furtherAnnotation(key)).toMatch(message);
  });
});
