import { z } from "zod";
import { CORS_METHODS, corsHeader, corsOrigin } from "../../rules/cors";
import { extraAnnotation } from "../../edge/annotated/extra-annotations";
import { edgeName } from "../../rules/edge-name";
import { duration, DURATION_PATTERN } from "../../rules/duration";
import { appHost, cookieDomain, host } from "../../rules/host";
import { subdomainName } from "../../rules/kubernetes";
import { ingressPath } from "../../rules/path";
import { accessShape } from "../../identity/in-files";
import { appService } from "../../schema/kubernetes";
import { appHostName, form, hostName, label, mapOf, text } from "../../schema/leaves";

const access = z.strictObject(accessShape);

const tls = z.union([
  z.literal("external"),
  form({
    secretName: text(subdomainName).optional(),
    proxySecretName: text(subdomainName).optional(),
    issuer: z
      .strictObject({
        name: text(subdomainName),
        kind: z.enum(["ClusterIssuer", "Issuer"]).optional(),
      })
      .optional(),
  }),
]);

const pathType = z.enum(["Prefix", "Exact"]).optional();

const path = z.union([
  text(ingressPath),
  form({
    path: text(ingressPath),
    pathType,
  }),
]);

const protectedPath = z.union([
  text(ingressPath),
  form({
    path: text(ingressPath),
    pathType,
    access: access.optional(),
  }),
]);

const cors = z.strictObject({
  origins: z.array(text(corsOrigin)).min(1),
  methods: z.array(z.enum(CORS_METHODS)).min(1).optional(),
  headers: z.array(text(corsHeader)).min(1).optional(),
  credentials: z.boolean().optional(),
  maxAge: text(duration, DURATION_PATTERN).optional(),
});

export const app = z.strictObject({
  name: label(),
  host: appHostName(appHost),
  service: appService.optional(),
  externalIngress: z.boolean().optional(),
  edge: z.union([text(edgeName), z.array(text(edgeName)).min(1)]).optional(),
  access: access.optional(),
  paths: z.array(protectedPath).optional(),
  publicPaths: z.array(path).optional(),
  api: z.boolean().optional(),
  apiPaths: z.array(path).optional(),
  optionalSignInPaths: z.array(path).optional(),
  cors: cors.optional(),
  tls: tls.optional(),
  extraAnnotations: mapOf(extraAnnotation, z.string()).optional(),
  normalizesPaths: z.boolean().optional(),
  ingressName: text(subdomainName).optional(),
  proxyIngressName: text(subdomainName).optional(),
});

export const signIn = z.strictObject({
  host: hostName(host),
  cookieDomain: hostName(cookieDomain),
  tls: tls.optional(),
});
