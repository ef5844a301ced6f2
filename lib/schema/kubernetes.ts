import { z } from "zod";
import { port, secretKey, subdomainName } from "../rules/kubernetes";
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
