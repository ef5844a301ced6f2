import { bufferSize, kilobytes, sizeInBytes } from "../../lib/rules/size";

describe("a buffer size", () => {
  it.each([
    ["4k", 4_096],
    ["64k", 65_536],
    ["512k", 524_288],
    ["1m", 1_048_576],
  ])("%s is %d bytes", (value, bytes) => {
    expect([bufferSize(value), sizeInBytes(value)]).toEqual([undefined, bytes]);
  });

  it.each([
    ["64kb", "64k"],
    ["64K", "64k"],
    ["64 k", "64k"],
    ["064k", "64k"],
    ["128KiB", "128k"],
    ["1M", "1m"],
    ["2Mi", "2m"],
    ["0k", "64k"],
    ["1.5m", "64k"],
    ["65536", "64k"],
    ["6b", "64k"],
    ["-1k", "64k"],
    ["k", "64k"],
    ["", "64k"],
  ])("rejects %j, which ingress-nginx would ignore, and says %s", (value, fix) => {
    expect(bufferSize(value)).toBe(
      `"${value}" is not a size that nginx reads, and ingress-nginx would silently use 4k instead; write "${fix}"`,
    );
  });

  it("is said in kB", () => {
    expect([kilobytes(65_536), kilobytes(11_999)]).toEqual(["65.5 kB", "12.0 kB"]);
  });
});
