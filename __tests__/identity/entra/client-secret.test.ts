import { TimeProvider } from "@cdktf/provider-time/lib/provider";
import { ClientSecret, type ClientSecretProps } from "../../../lib";
import {
  inputErrors,
  newStack,
  onlyBlock,
  referenceTo,
  toJson,
  unknownText,
  valuesOf,
} from "../../support/construct-stack";

const APPLICATION = "/applications/0f8fad5b-d9cb-469f-a165-70867728950e";

function secretJson(props: ClientSecretProps = {}) {
  const stack = newStack();
  new ClientSecret(stack, "secret", { applicationId: APPLICATION, ...props });
  return toJson(stack);
}

function refused(props: ClientSecretProps): string[] {
  return inputErrors(() => new ClientSecret(newStack(), "secret", { applicationId: APPLICATION, ...props }));
}

describe("a client secret", () => {
  it("is replaced by age, made before the old one goes, and waited for except the first time", () => {
    const { resource } = secretJson();

    expect(Object.keys(resource).sort()).toEqual([
      "azuread_application_password",
      "time_rotating",
      "time_sleep",
      "time_static",
    ]);
    const rotating = (attribute: string) => referenceTo(resource, "time_rotating", attribute).slice(2, -1);
    const first = referenceTo(resource, "time_static", "rfc3339").slice(2, -1);
    expect(onlyBlock(resource, "time_rotating")).toEqual({ rotation_days: 90 });
    expect(onlyBlock(resource, "time_static")).toEqual({});
    expect(onlyBlock(resource, "azuread_application_password")).toEqual({
      application_id: APPLICATION,
      display_name: "oauth2-proxy",
      end_date: `\${timeadd(${rotating("rfc3339")}, "4320h0m0s")}`,
      rotate_when_changed: { rotation: `\${${rotating("id")}}` },
      lifecycle: { create_before_destroy: true },
    });
    // The first secret is as old as the first timestamp, so only a later one waits.
    expect(onlyBlock(resource, "time_sleep")).toEqual({
      create_duration: `\${(timecmp(${rotating("rfc3339")}, timeadd(${first}, "1h")) >= 1) ? "0h1m0s" : "0s"}`,
      triggers: { secret: referenceTo(resource, "azuread_application_password", "key_id") },
    });
  });

  it("follows the times that it is given", () => {
    const { resource } = secretJson({ rotation: "30d", lifetime: "60d", propagation: "5m" });

    expect(onlyBlock(resource, "time_rotating")).toEqual({ rotation_days: 30 });
    expect(onlyBlock(resource, "azuread_application_password").end_date).toMatch(/, "1440h0m0s"\)\}$/);
    expect(onlyBlock(resource, "time_sleep").create_duration).toMatch(/ \? "0h5m0s" : "0s"\}$/);
  });

  it("gives its value, and makes its users wait for the pause", () => {
    const stack = newStack();
    const secret = new ClientSecret(stack, "secret", { applicationId: APPLICATION });

    const { resource } = toJson(stack);

    expect(valuesOf(stack, { value: secret.value })).toEqual({
      value: referenceTo(resource, "azuread_application_password", "value"),
    });
    const [wait, ...others] = secret.ready;
    expect(others).toEqual([]);
    expect(valuesOf(stack, { wait: wait?.fqn })).toEqual({
      wait: referenceTo(resource, "time_sleep", "x").replace(".x", ""),
    });
  });

  it("belongs to an application that only Terraform knows", () => {
    const stack = newStack();
    new ClientSecret(stack, "secret", { applicationId: unknownText(stack, "application") });

    expect(onlyBlock(toJson(stack).resource, "azuread_application_password").application_id).toBe(
      "${var.application}",
    );
  });

  it("brings the time provider where the stack has none, once", () => {
    const stack = newStack();
    new ClientSecret(stack, "first", { applicationId: APPLICATION });
    new ClientSecret(stack, "second", { applicationId: APPLICATION });
    expect(toJson(stack).provider.time).toEqual([{}]);

    const own = newStack();
    new ClientSecret(own, "secret", { applicationId: APPLICATION });
    new TimeProvider(own, "mine", { alias: "mine" });
    expect(toJson(own).provider.time).toEqual([{ alias: "mine" }]);
  });
});

describe("the times of a client secret", () => {
  it("are whole days, and all that are not are said at once", () => {
    expect(refused({ rotation: "36h", lifetime: "soon", propagation: "0s" })).toEqual([
      '[stack/secret] rotation: "36h" is not in whole days; write one such as "90d"',
      '[stack/secret] lifetime: "soon" is not a duration; write one such as "8h", "30m" or "1h30m" (units d, h, m, s)',
      '[stack/secret] propagation: "0s" is no time at all; leave the key out for its default',
    ]);
  });

  it.each([
    [{ rotation: "90d", lifetime: "90d" }, '"90d" is not longer than the rotation of "90d"'],
    [{ rotation: "200d" }, '"180d" is not longer than the rotation of "200d"'],
    [{ lifetime: "30d" }, '"30d" is not longer than the rotation of "90d"'],
  ])("let no secret end before it is replaced: %p", (props, problem) => {
    expect(refused(props)).toEqual([
      `[stack/secret] lifetime: ${problem}, so the secret would end before it is replaced; write at least twice the rotation`,
    ]);
  });

  it("cannot be left for Terraform to know", () => {
    const stack = newStack();
    const rotation = unknownText(stack, "rotation");

    expect(
      inputErrors(() => new ClientSecret(stack, "secret", { applicationId: APPLICATION, rotation })),
    ).toContain(
      "[stack/secret] rotation: is a value that only Terraform will know; it must be known at synth",
    );
  });
});
