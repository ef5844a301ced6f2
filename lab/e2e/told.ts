import type { EdgeForm } from "../ingress/edge-forms";

/** The header in which an app behind an edge is told something of somebody, such as their "email". */
export function told(what: string, edge?: EdgeForm): string {
  return `${edge?.inPath === true ? "x-forwarded" : "x-auth-request"}-${what}`;
}
