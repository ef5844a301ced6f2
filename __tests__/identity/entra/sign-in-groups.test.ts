import {
  ingressesByPath,
  inputErrors,
  newStack,
  toJson,
  unknownText,
  type StackJson,
} from "../../support/construct-stack";
import { app, facadeWith } from "../../support/facade";

const ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const OTHER = "5f1c2d3e-4b5a-4678-9abc-def012345678";
const facade = facadeWith({ accessGroup: { objectId: ID }, authProxy: { namespace: { name: "auth" } } });
const AUTH_URL = "http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth";

/** What the auth check of every path with one is asked, by the first word of its host and the path. */
function authUrls(json: StackJson): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(ingressesByPath(json)).flatMap(([key, { metadata }]) => {
      const { annotations } = metadata as { annotations: Record<string, string> };
      const url = annotations["nginx.ingress.kubernetes.io/auth-url"];
      return url === undefined ? [] : [[key.replace(".example.com", ""), url]];
    }),
  );
}

function allowedGroups({ resource }: StackJson): unknown {
  return Object.values(resource.kubernetes_secret_v1 ?? {}).flatMap(({ data }) => {
    const { OAUTH2_PROXY_ALLOWED_GROUPS } = data as Record<string, unknown>;
    return OAUTH2_PROXY_ALLOWED_GROUPS ?? [];
  });
}

describe("sign-in groups", () => {
  it("are who may sign in, and narrow every app", () => {
    const stack = newStack();
    facade(stack, { signInGroups: [ID, OTHER] }).protect("shop", app());

    const json = toJson(stack);

    expect(allowedGroups(json)).toEqual([`${ID},${OTHER}`]);
    expect(authUrls(json)).toEqual({ "shop/": `${AUTH_URL}?allowed_groups=${ID}` });
  });

  it("are widened by no rule", () => {
    const auth = facade(newStack(), { signInGroups: [ID] });

    expect(
      inputErrors(() =>
        auth.protect(
          "shop",
          app({
            access: { groups: [OTHER.toUpperCase(), { name: "x" }] },
            paths: ["/", { path: "/a", access: { users: [ID] } }],
          }),
        ),
      ),
    ).toEqual([
      `[stack/auth/apps/shop] access.groups[0]: "${OTHER.toUpperCase()}" is not among "signInGroups", so its members could never sign in; add it there in the same words, or name a group of the list`,
      '[stack/auth/apps/shop] access.groups[1]: "x" is not among "signInGroups", so its members could never sign in; add it there in the same words, or name a group of the list',
      '[stack/auth/apps/shop] paths[1].access.users: lead to a group of their own, which is not among "signInGroups"; make a group of them under "groups", add it to "signInGroups" and name it here, or leave "signInGroups" out',
    ]);
  });

  it("may be values that only Terraform knows", () => {
    const stack = newStack();
    const auth = facade(stack, { signInGroups: [ID, unknownText(stack, "group")] });

    expect(
      inputErrors(() => auth.protect("shop", app({ access: { groups: [unknownText(stack, "one")] } }))),
    ).toEqual([]);
  });
});
