import { z } from "zod";
import { CORS_METHODS, corsHeader, corsOrigin } from "../../rules/cors";
import { extraAnnotation } from "../../edge/annotated/extra-annotations";
import { appProblems } from "../../model/app";
import { duration, DURATION_PATTERN } from "../../rules/duration";
import { cookieDomain, host } from "../../rules/host";
import { subdomainName } from "../../rules/kubernetes";
import { ingressPath } from "../../rules/path";
import { entraAccess } from "../../identity/entra/schema";
import { gitHubAccess } from "../../identity/github/schema";
import { service } from "../../schema/kubernetes";
import { form, hostName, label, mapOf, reportAll, text } from "../../schema/leaves";

const access = z.strictObject({ ...entraAccess, ...gitHubAccess });

const tls = z.union([
  z.literal("external"),
  form({
    secretName: text(subdomainName)
      .optional()
      .describe("Secret with the certificate, in the app's namespace."),
    proxySecretName: text(subdomainName)
      .optional()
      .describe("Secret with the same certificate in the auth proxy's namespace."),
    issuer: z
      .strictObject({
        name: text(subdomainName).describe("Name of the issuer."),
        kind: z.enum(["ClusterIssuer", "Issuer"]).optional().describe('Default: "ClusterIssuer".'),
      })
      .optional()
      .describe("cert-manager issuer that fills the Secret."),
  }),
]);

const pathType = z
  .enum(["Prefix", "Exact"])
  .optional()
  .describe('With everything below it, or alone. Default: "Prefix".');

const path = z.union([
  text(ingressPath),
  form({
    path: text(ingressPath).describe('Starts with "/".'),
    pathType,
  }),
]);

const protectedPath = z.union([
  text(ingressPath),
  form({
    path: text(ingressPath).describe('Starts with "/".'),
    pathType,
    access: access.optional().describe("Who may enter here, in place of the app's rule."),
  }),
]);

const cors = z.strictObject({
  origins: z
    .array(text(corsOrigin))
    .min(1)
    .describe("Origins as browsers write them, such as https://shop.contoso.com; no wildcards."),
  methods: z
    .array(z.enum(CORS_METHODS))
    .min(1)
    .optional()
    .describe("Default: GET, HEAD, POST, PUT, PATCH and DELETE."),
  headers: z
    .array(text(corsHeader))
    .min(1)
    .optional()
    .describe("Request headers. Default: Authorization, Content-Type and X-Requested-With."),
  credentials: z
    .boolean()
    .optional()
    .describe("Whether the browser sends the session cookie; pages of the same site only. Default: false."),
  maxAge: text(duration, DURATION_PATTERN)
    .optional()
    .describe('How long a browser remembers the answer. Default: "1h".'),
});

const anyPath = z.union([z.string(), z.looseObject({ path: z.string(), pathType: z.string().optional() })]);

/** As much as it takes to tell what does not go together within an app. */
const constrained = z.looseObject({
  externalIngress: z.boolean().optional(),
  paths: z.array(anyPath).optional(),
  publicPaths: z.array(anyPath).optional(),
  api: z.boolean().optional(),
  apiPaths: z.array(anyPath).optional(),
});

export const app = z
  .strictObject({
    name: label().describe("The app's name."),
    host: hostName(host).describe("DNS name in lower case, such as podinfo.example.com."),
    service: service.optional().describe("Where allowed requests go. Required unless externalIngress."),
    externalIngress: z
      .boolean()
      .optional()
      .describe("Somebody else owns the Ingress and takes its annotations from the output. Default: false."),
    access: access
      .optional()
      .describe(
        "Who may enter. Default: the access group, the access role, or all who may sign in with GitHub.",
      ),
    paths: z
      .array(protectedPath)
      .optional()
      .describe('Protected paths; the rule of the most specific one counts. Default: ["/"].'),
    publicPaths: z.array(path).optional().describe("Paths open to everybody, without identity headers."),
    api: z.boolean().optional().describe("401 instead of a redirect without a session. Default: false."),
    apiPaths: z.array(path).optional().describe("Those of the paths where that is so."),
    cors: cors
      .optional()
      .describe(
        "Pages of other origins that may call the app; the controller answers their preflight requests.",
      ),
    tls: tls
      .optional()
      .describe(
        'The certificate, or "external" where TLS ends before. Default: the controller\'s default certificate.',
      ),
    extraAnnotations: mapOf(extraAnnotation, z.string())
      .optional()
      .describe("Annotations of the app's Ingresses that do not decide who gets in."),
    normalizesPaths: z
      .boolean()
      .optional()
      .describe(
        'The app itself resolves "..", "//" and encoded characters before it decides what a path is, so that several rules may hold for paths of its Service. Default: false.',
      ),
    ingressName: text(subdomainName)
      .optional()
      .describe(
        "Name of the Ingress of the app's widest path. On ingress-nginx one that is there keeps its name. Default: follows from host and path.",
      ),
    proxyIngressName: text(subdomainName)
      .optional()
      .describe(
        "Name of the /oauth2 Ingress of the host. Default: follows from the auth proxy's name and the host.",
      ),
  })
  .superRefine((value, context) => reportAll(context, appProblems(value)), {
    when: ({ value }) => constrained.safeParse(value).success,
  });

const { shape } = app;

/** What decides who may reach an app and which Ingresses it has, whatever is wrong with the rest of it. */
export const appModel = z.object({
  name: shape.name,
  host: shape.host,
  paths: shape.paths,
  publicPaths: shape.publicPaths,
  apiPaths: shape.apiPaths,
  api: shape.api.catch(undefined),
  service: shape.service.catch(undefined),
  access: shape.access.catch(undefined),
  normalizesPaths: shape.normalizesPaths.catch(undefined),
  ingressName: shape.ingressName.catch(undefined),
  proxyIngressName: shape.proxyIngressName.catch(undefined),
});

/** Who may enter an app and its paths. */
export const appAccess = z.object({
  name: shape.name,
  paths: shape.paths,
  externalIngress: shape.externalIngress,
  access: shape.access,
});

export const signIn = z.strictObject({
  host: hostName(host).describe("The host at which everybody signs in."),
  cookieDomain: hostName(cookieDomain).describe("Such as contoso.com; every host below it sees the cookie."),
  tls: tls.optional().describe("Its certificate; the Secret is in the auth proxy's namespace."),
});
