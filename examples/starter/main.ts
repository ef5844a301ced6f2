import { App } from "cdktf";
import { configuredStack } from "entra-ingress-auth";
import { loadConfig } from "entra-ingress-auth/config";

// For those who add resources of their own: `npx tsx main.ts` writes what `npx entra-ingress-auth synth` writes.
const app = new App({ outdir: process.env.CDKTF_OUTDIR ?? "cdktf.out" });
configuredStack(app, loadConfig("entra-ingress-auth.yaml", process.env));
app.synth();
