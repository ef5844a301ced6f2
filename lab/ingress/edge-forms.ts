import { GATEWAY } from "./gateway-name";

/** What answers at the lab's address of the edge. */
export type EdgeName = "traefik" | "nginx";

/** A form in which a config file names its edge. */
export interface EdgeForm {
  /** What it is called on the command line. */
  readonly name: EdgeFormName;
  /** The program that answers for it. */
  readonly program: EdgeName;
  /** What it is called in reports. */
  readonly words: string;
  /** Whether Traefik has to read routes beside Ingresses. */
  readonly readsRoutes: boolean;
  /** Whether an auth proxy stands in the path of each app, and tells it by X-Forwarded headers who somebody is. */
  readonly inPath: boolean;
  /** The key of a config file that names the edge, and what stands under it. */
  readonly key: "ingressController" | "gateway";
  readonly value: Readonly<Record<string, unknown>>;
}

// As the lab sets up its Traefik.
const TRAEFIK = { kind: "traefik", refusesEncodedSlashes: true };

const FORMS = {
  traefik: {
    program: "traefik",
    words: "the real Traefik, reading the annotations of ingress-nginx",
    readsRoutes: false,
    inPath: false,
    key: "ingressController",
    value: TRAEFIK,
  },
  nginx: {
    program: "nginx",
    words:
      "the real nginx, configured from the Ingresses by the lab in the way of ingress-nginx (its own rendering)",
    readsRoutes: false,
    inPath: false,
    key: "ingressController",
    value: { kind: "ingress-nginx" },
  },
  "traefik-ingress-route": {
    program: "traefik",
    words: "the real Traefik, with IngressRoutes and Middlewares",
    readsRoutes: true,
    inPath: false,
    key: "ingressController",
    value: { ...TRAEFIK, resource: "IngressRoute" },
  },
  "traefik-gateway": {
    program: "traefik",
    words: "the real Traefik as the implementation of a Gateway, with HTTPRoutes and Middlewares",
    readsRoutes: true,
    inPath: false,
    key: "gateway",
    value: { ...TRAEFIK, ...GATEWAY },
  },
  standard: {
    program: "traefik",
    words: "a Gateway of the standard channel, for which the real Traefik answers",
    readsRoutes: true,
    inPath: true,
    key: "gateway",
    // Of the lab's Traefik it is known that it tidies paths.
    value: { ...TRAEFIK, kind: "standard", ...GATEWAY, normalizesPaths: true },
  },
} as const satisfies Record<string, Omit<EdgeForm, "name">>;

export type EdgeFormName = keyof typeof FORMS;

export const EDGE_FORM_NAMES = Object.keys(FORMS) as readonly EdgeFormName[];

export function edgeForm(name: EdgeFormName): EdgeForm {
  return { name, ...FORMS[name] };
}

/** The form of a config file, by what it says of its edge; nothing where the lab has no such edge. */
export function edgeFormOf({ ingressController, gateway }: NamesEdge): EdgeForm | undefined {
  const named =
    gateway === undefined
      ? { key: "ingressController", of: ingressController }
      : { key: "gateway", of: gateway };
  const resource = named.of?.resource ?? "Ingress";
  const name = EDGE_FORM_NAMES.find((each) => {
    const { key, value } = edgeForm(each);
    return key === named.key && value.kind === named.of?.kind && (value.resource ?? "Ingress") === resource;
  });
  return name === undefined ? undefined : edgeForm(name);
}

/** What of a config says which edge it is for. */
export interface NamesEdge {
  readonly ingressController?: { readonly kind?: unknown; readonly resource?: unknown };
  readonly gateway?: { readonly kind?: unknown; readonly resource?: unknown };
}

/** Reads the name of a form as the command line gives it. */
export function readEdgeForm(name: string): EdgeFormName {
  const form = EDGE_FORM_NAMES.find((known) => known === name);
  if (form === undefined) {
    throw new Error(`--edge takes ${EDGE_FORM_NAMES.join(", ")}, and not "${name}"`);
  }
  return form;
}
