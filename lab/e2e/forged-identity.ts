/** Headers in which nobody but the auth proxy may say who somebody is, as a client would forge them. */
export const FORGED_IDENTITY: Readonly<Record<string, string>> = {
  "x-auth-request-user": "forged",
  "x-auth-request-email": "forged@contoso.com",
  "x-auth-request-preferred-username": "forged",
  "x-auth-request-groups": "forged",
  "x-auth-request-access-token": "forged",
};
