import { admittedBy, isEmptyRange } from "../../lib/terraform/version-constraint";

describe("a version constraint", () => {
  it.each([
    ["3.9.0", [3, 9, 0], [3, 9, 1]],
    ["3.9", [3, 9, 0], [3, 9, 1]],
    ["= 3.9.0", [3, 9, 0], [3, 9, 1]],
    ["=3.9.0", [3, 9, 0], [3, 9, 1]],
    [">= 3.7", [3, 7, 0], undefined],
    ["> 3.7", [3, 7, 1], undefined],
    ["< 4", [0, 0, 0], [4, 0, 0]],
    ["<= 3.9", [0, 0, 0], [3, 9, 1]],
    ["~> 3", [3, 0, 0], [4, 0, 0]],
    ["~> 3.9", [3, 9, 0], [4, 0, 0]],
    ["~> 3.9.1", [3, 9, 1], [3, 10, 0]],
    ["~>0.14", [0, 14, 0], [1, 0, 0]],
    [">= 3.7, < 4", [3, 7, 0], [4, 0, 0]],
    ["< 4, >= 3.7", [3, 7, 0], [4, 0, 0]],
    [" >=3.7 ,<4.0.0 , != 3.8.0 ", [3, 7, 0], [4, 0, 0]],
    ["~> 3.7, >= 3.10, <= 3.20.1", [3, 10, 0], [3, 20, 2]],
    ["!= 3.8.0", [0, 0, 0], undefined],
    ["03.7.2", [3, 7, 2], [3, 7, 3]],
  ])("%j admits what Terraform takes from it", (constraint, from, below) => {
    const admitted = admittedBy(constraint);

    expect(admitted?.from).toEqual(from);
    expect(admitted?.below).toEqual(below);
  });

  it.each([
    "",
    "3.9.0,",
    ">= 3.7 < 4",
    "v3.9.0",
    "^3.9",
    "3.*",
    "3.x",
    "latest",
    "3.9.0-beta1",
    "=> 3",
    "3.9.0.1",
  ])("is not %j, which Terraform refuses or a release is no part of", (constraint) => {
    expect(admittedBy(constraint)).toBeUndefined();
  });

  it.each([
    [">= 3.9, < 3.8", true],
    ["3.9.0, 3.9.1", true],
    ["> 3.9.0, < 3.9.1", true],
    [">= 3.9, <= 3.9.0", false],
    [">= 3.9", false],
  ])("%j can leave nothing: %j", (constraint, expected) => {
    const admitted = admittedBy(constraint);

    expect(admitted !== undefined && isEmptyRange(admitted)).toBe(expected);
  });
});
