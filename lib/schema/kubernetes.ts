import { z } from "zod";
import { port, secretKey, subdomainName } from "../rules/kubernetes";
import { label, number, text } from "./leaves";

/** A key of a Secret. */
export const secretKeyReference = z.strictObject({
  name: text(subdomainName).describe("Name of the Secret."),
  key: text(secretKey).describe("Key in the Secret."),
});

/** A Service and its port. */
export const service = z.strictObject({
  namespace: label().describe("Namespace of the Service."),
  name: label().describe("Name of the Service."),
  port: number(port).describe("Port of the Service, 1 to 65535."),
});
