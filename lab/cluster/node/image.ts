/** What a container image is in the lab: programs and files of this machine. */
export interface Image {
  /** Name without tag and digest, such as quay.io/oauth2-proxy/oauth2-proxy. */
  readonly repository: string;
  /** What runs when the container names no command. */
  readonly entrypoint: readonly string[];
  /** Its files and folders, read-only: path in the container to path on this machine. */
  readonly files: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /**
   * User and group that it runs as when the Pod says nothing.
   * @default 0
   */
  readonly user?: number;
}

/** Folders that programs of this machine need which are not linked statically, such as Node. */
export const MACHINE_FILES: Readonly<Record<string, string>> = {
  "/usr": "/usr",
  "/bin": "/bin",
  "/lib": "/lib",
  "/lib64": "/lib64",
  "/etc/ld.so.cache": "/etc/ld.so.cache",
};

/** Finds the image that a Pod names; the tag does not choose, for the lab has one build of each. */
export function findImage(images: readonly Image[], reference: string): Image | undefined {
  const withoutDigest = reference.split("@")[0] ?? reference;
  const colon = withoutDigest.lastIndexOf(":");
  // A colon before the last slash belongs to the registry's port.
  const repository = colon > withoutDigest.lastIndexOf("/") ? withoutDigest.slice(0, colon) : withoutDigest;
  return images.find((image) => image.repository === repository);
}
