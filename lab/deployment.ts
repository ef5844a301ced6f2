/** A stack that is deployed, by whatever. */
export interface Deployment {
  /** The stack's outputs, sensitive ones included. */
  outputs(): Promise<Readonly<Record<string, unknown>>>;
}
