import { z } from "zod";
import { port, PORT_NAME_PATTERN, portName, secretKey, subdomainName } from "../rules/kubernetes";
import { label, number, text } from "./leaves";

/** A key of a Secret. */
export const secretKeyReference = z.strictObject({
  name: text(subdomainName),
  key: text(secretKey),
});

/** A Service and its port. */
export const service = z.strictObject({
  namespace: label(),
  name: label(),
  port: number(port),
});

/** A Service of an app, whose port may have a name. */
export const appService = service.extend({
  port: z.union([number(port), text(portName, PORT_NAME_PATTERN)]),
});
