// With an import this file would be a module, which can give no other one types.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="../../node_modules/@cdktf/node-pty-prebuilt-multiarch/node-pty.d.ts" />

/** The types that the package has under its own name, for the alias by which it is installed. */
declare module "@cdktf/node-pty-prebuilt-multiarch" {
  export * from "@lydell/node-pty";
}
