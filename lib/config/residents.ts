import { entriesOf, partOf, type Draft } from "../contracts/draft";
import type { SecretKeyReference } from "../contracts/credential";
import { edgeResident } from "../edge";
import type { Resident } from "../oauth2-proxy/made-namespace";
import { quote, type Place } from "../rules/rule";
import type { FileModel } from "./model";
import type { FileDraft } from "./schema";

/** What is in a namespace before the stack, as far as its file tells. */
export function residentsOf({ file, edges }: FileModel): Resident[] {
  const services = entriesOf(partOf(file, "apps")).flatMap((app, i): Resident[] => {
    const namespace = partOf(app, "service", "namespace").whole;
    return namespace === undefined
      ? []
      : [
          {
            namespace,
            what: `the Service of app ${quote(partOf(app, "name").whole ?? i)}`,
            path: ["apps", i, "service", "namespace"],
          },
        ];
  });
  return [...services, ...edges.map(edgeResident)];
}

/** The Secret that a file names at a place. */
export function secretAt(file: FileDraft, path: Place): SecretKeyReference | undefined {
  const secret = path.reduce<Draft<unknown>>((draft, key) => draft.inner(key), file).whole;
  return isSecret(secret) ? secret : undefined;
}

function isSecret(value: unknown): value is SecretKeyReference {
  return typeof value === "object" && value !== null && "name" in value && "key" in value;
}
