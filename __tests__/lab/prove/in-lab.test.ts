import { parseConfig, type Config } from "../../../lib/config";
import { findingsEnvironment } from "../../../lab/findings";
import { inLab } from "../../../lab/prove/in-lab";

const FOUND = findingsEnvironment({ helm: { path: "/charts/oauth2-proxy-10.7.0.tgz" } });

function config(authProxy: string): Config {
  return parseConfig(
    `
stack: tried
entra: { application: { name: tried }, accessGroup: { name: tried-users } }
cluster: environment
state: { backend: local, arguments: { path: elsewhere.tfstate } }
ingressController: { kind: traefik }
authProxy: ${authProxy}
apps:
  - name: podinfo
    host: podinfo.example.com
    service: { namespace: default, name: podinfo, port: 9898 }
`,
    {},
  );
}

describe("a stack in the lab", () => {
  let before: NodeJS.ProcessEnv;

  beforeEach(() => (before = process.env));
  afterEach(() => (process.env = before));

  it("has the lab's cluster and state, and all else as the file says", () => {
    const file = config("{ replicas: 2 }");
    expect(inLab(file, "/kubeconfig")).toEqual({
      ...file,
      cluster: { kubeconfig: "/kubeconfig" },
      state: undefined,
    });
  });

  it("has the chart that was found where the network is, whichever repository the file names", () => {
    // GIVEN
    process.env = { ...before, ...FOUND };
    // WHEN
    const { authProxy } = inLab(
      config("{ replicas: 2, helm: { repository: https://charts.contoso.com, version: 10.6.0 } }"),
      "/kubeconfig",
    );
    // THEN
    expect(authProxy).toEqual({ replicas: 2, helm: { chart: "/charts/oauth2-proxy-10.7.0.tgz" } });
  });

  it("keeps the chart of the file where none was looked for, and has none where the file wants none", () => {
    expect(inLab(config("{ helm: { version: 10.6.0 } }"), "/kubeconfig").authProxy).toEqual({
      helm: { version: "10.6.0" },
    });
    process.env = { ...before, ...FOUND };
    expect(inLab(config("{ replicas: 2 }"), "/kubeconfig").authProxy).toEqual({ replicas: 2 });
  });
});
