import { explainRefusal, missingPackages, systemPath } from "../../../lab/namespace/requirements";

describe("what the lab needs of the machine", () => {
  it("names the packages of programs that are missing, each once", () => {
    expect(missingPackages(() => true)).toEqual([]);
    expect(missingPackages((name) => name === "ip" || name === "mount")).toEqual([
      "bubblewrap",
      "nftables",
      "util-linux",
    ]);
  });

  it("looks where system programs are, which an ordinary user's path lacks", () => {
    expect(systemPath("/usr/bin:/bin")).toBe("/usr/bin:/bin:/usr/sbin:/sbin");
    expect(systemPath("/usr/sbin:/sbin")).toBe("/usr/sbin:/sbin");
  });

  it.each([
    ["kernel/unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone=1"],
    ["kernel/apparmor_restrict_unprivileged_userns", "1", "kernel.apparmor_restrict_unprivileged_userns=0"],
    ["user/max_user_namespaces", "0", "user.max_user_namespaces=10000"],
    ["user/max_net_namespaces", "0", "user.max_net_namespaces=10000"],
  ])("says how to allow namespaces where %s is %s", (name, value, fix) => {
    expect(explainRefusal({ [name]: value }, "unshare failed")).toBe(
      `the lab runs in namespaces of its own, and this machine refuses them (unshare failed); allow them with: sudo sysctl -w ${fix}`,
    );
  });

  it("points at the container where no setting forbids namespaces", () => {
    const settings = { "user/max_user_namespaces": "96364", "kernel/unprivileged_userns_clone": "1" };
    expect(explainRefusal(settings, "Operation not permitted")).toBe(
      "the lab runs in namespaces of its own, and this machine refuses them (Operation not permitted); " +
        "inside a container, start that with --privileged, or run the lab on the machine itself",
    );
  });
});
