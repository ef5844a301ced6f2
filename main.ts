import { reportErrors } from "./bin/report-errors";
import { loadConfigs } from "./lib/config";
import { synthesizeAll } from "./lib/synthesize";

// The program behind `cdktf synth | diff | deploy | destroy`; the command line says where the output goes.
void reportErrors(() => {
  const [, , ...named] = process.argv;
  const files = named.length === 0 ? ["entra-ingress-auth.yaml"] : named;
  synthesizeAll(loadConfigs(files, process.env), {
    files,
    outdir: process.env.CDKTF_OUTDIR ?? "cdktf.out",
    hcl: process.env.SYNTH_HCL_OUTPUT === "true",
  });
});
