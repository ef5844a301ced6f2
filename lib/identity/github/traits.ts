import type { IdentityTraits } from "../../contracts/identity";
import { gitHubGroup } from "./rules";

/** GitHub, which knows no OpenID Connect for people: access tokens only, and nothing to refresh them with. */
export const GITHUB: IdentityTraits = {
  kind: "github",
  name: "GitHub",
  // Without read:org GitHub gives neither organizations nor teams, which the provider always asks for.
  signIn: () => ({ provider: "github", scopes: ["user:email", "read:org"] }),
  // Measured with oauth2-proxy 7.15.4 at 1, 20 and 100 groups: "organization:team" of 40 characters, in organizations
  // that all differ, is 41 bytes as a header and 57 in a cookie. Teams of one organization, whose name the cookie
  // compresses, cost 34.
  sizes: {
    cookieLine: {
      "cookie-minimal": { base: 340, perGroup: 57 },
      cookie: { base: 420, perGroup: 57 },
      redis: { base: 190, perGroup: 0 },
    },
    callback: {
      "cookie-minimal": { base: 730, perGroup: 57.5 },
      cookie: { base: 810, perGroup: 57.5 },
      redis: { base: 700, perGroup: 0 },
    },
    userHeaders: { base: 300, perGroup: 41 },
  },
  groupForm: { rule: gitHubGroup, late: "name" },
  combinations: [],
  words: { service: "GitHub", groups: "organizations and teams", letsIn: { groups: "", roles: "" } },
};
