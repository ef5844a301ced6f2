/** The values of a resource or data source that others refer to, beside its arguments. */
export type Attributes = Readonly<Record<string, unknown>>;
export type Arguments = Readonly<Record<string, unknown>>;

/** How the objects of one type of resource are put in place. */
export interface ObjectKind {
  create(args: Arguments): Promise<Attributes>;
  /** Changes what exists under an id into what is said here. @default - nothing of the type can be imported */
  adopt?(id: string, args: Arguments): Promise<Attributes>;
  /** Changes one as it stands, or says undefined where it has to be replaced. @default - always replaced */
  update?(before: PlacedObject, args: Arguments): Promise<Attributes | undefined>;
  /** Waits until one does its work; asked when the whole stack is in place. @default - nothing to wait for */
  ready?(args: Arguments): Promise<void>;
  /** @default - nothing is left to remove */
  remove?(placed: PlacedObject): Promise<void>;
}

export interface PlacedObject {
  readonly args: Arguments;
  readonly attributes: Attributes;
}
