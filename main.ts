import { reportErrors } from "./bin/report-errors";
import { loadConfigs } from "./lib/config";
import { synthesizeAll } from "./lib/synthesize";

// The program behind `cdktf synth | diff | deploy | destroy`; the command line says where the output goes.
reportErrors(() => {
  const [, , ...files] = process.argv;
  const configs = loadConfigs(files.length === 0 ? ["entra-ingress-auth.yaml"] : files, process.env);
  synthesizeAll(configs, {
    outdir: process.env.CDKTF_OUTDIR ?? "cdktf.out",
    hcl: process.env.SYNTH_HCL_OUTPUT === "true",
  });
});
