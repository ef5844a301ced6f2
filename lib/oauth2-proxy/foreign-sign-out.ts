/** Why `signOut` is refused beside an auth proxy that is not made here. */
export const FOREIGN_PROXY_SIGN_OUT =
  "needs settings of an auth proxy that somebody else runs; leave it out, and have its owner allow redirects to Microsoft's sign-in host";
