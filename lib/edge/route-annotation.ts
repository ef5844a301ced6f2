import { metadataKey, NGINX_PREFIX } from "../rules/kubernetes";
import { quote } from "../rules/rule";
import type { AnnotationRule } from "./annotated/annotation-table";
import { foreignReader, reservedAnnotation } from "./annotated/extra-annotations";

/**
 * The rule for annotations of routes that are objects of their own kind: no ingress controller reads them there, and
 * other programs, such as external-dns, do.
 */
export function routeAnnotation(object: string): AnnotationRule {
  return (name) => {
    const reader = name.startsWith(`${NGINX_PREFIX}/`) ? "ingress-nginx" : foreignReader(name);
    return (
      metadataKey(name) ??
      (reader === undefined
        ? reservedAnnotation(name)
        : `annotation ${quote(name)} is for ${reader}, which reads no ${object}, so that it would do nothing; set what it says at the edge or in the app`)
    );
  };
}
