import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import * as programs from "../../../lab/cluster/programs";

const { cacheFolder, goBuildFlags, program, programPath, requiredVersion } = programs;

describe("the lab's programs", () => {
  it("have the version that their go.mod requires", () => {
    const goMod = "module x\n\nrequire (\n\tk8s.io/kubernetes v1.36.3\n\tk8s.io/api v0.36.3 // indirect\n)\n";
    expect(requiredVersion(goMod, "k8s.io/kubernetes")).toBe("v1.36.3");
    expect(requiredVersion("require k8s.io/api v0.36.3", "k8s.io/api")).toBe("v0.36.3");
    expect(() => requiredVersion("replace a => b v1.0.0", "a")).toThrow("go.mod does not require a");
  });

  it("are told their version when linked", () => {
    expect(goBuildFlags({ ...program("kube-apiserver"), version: "v1.36.3" })).toEqual([
      "-mod=readonly",
      "-ldflags",
      "-s -w -X k8s.io/component-base/version.gitVersion=v1.36.3 " +
        "-X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=36",
    ]);
  });

  it("are kept in the user's cache folder", () => {
    expect(cacheFolder({ XDG_CACHE_HOME: "/var/cache" })).toBe("/var/cache/entra-ingress-auth");
    expect(cacheFolder({ XDG_CACHE_HOME: "" })).toBe(join(homedir(), ".cache/entra-ingress-auth"));
  });

  it("are each in a folder of their name, version and recipe", () => {
    expect(programPath("etcd", "/cache")).toMatch(/^\/cache\/etcd-v3\.6\.8-[0-9a-f]{12}\/etcd$/);
    expect(programPath("kube-proxy", "/cache").slice(-24)).not.toBe(
      programPath("kube-scheduler", "/cache").slice(-24),
    );
  });

  it("are built anew when a dependency changes", () => {
    // GIVEN a copy of the sources in which one checksum is another
    const folder = mkdtempSync(join(tmpdir(), "programs-"));
    const sources = join(__dirname, "../../../lab/cluster");
    cpSync(join(sources, "programs"), join(folder, "programs"), { recursive: true });
    cpSync(join(sources, "programs.ts"), join(folder, "programs.ts"));
    const copy = () => jest.requireActual<typeof programs>(join(folder, "programs.ts"));
    const before = copy().programPath("etcd", "/cache");
    cpSync(join(sources, "programs/coredns/go.sum"), join(folder, "programs/etcd/go.sum"));
    const after = copy().programPath("etcd", "/cache");
    rmSync(folder, { recursive: true });
    // THEN only then is the folder another
    expect([before === programPath("etcd", "/cache"), before === after]).toEqual([true, false]);
  });
});
