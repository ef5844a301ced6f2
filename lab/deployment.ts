/** A deployed stack, whichever program deployed it. */
export interface Deployment {
  /** The stack's outputs, sensitive ones included. */
  outputs(): Promise<Readonly<Record<string, unknown>>>;
}
