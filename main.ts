import { reportErrors } from "./bin/report-errors";
import { loadConfig } from "./lib/config";
import { synthesize } from "./lib/synthesize";

// The program behind `cdktf synth | diff | deploy | destroy`; the command line says where the output goes.
reportErrors(() => {
  const [, , file = "entra-ingress-auth.yaml"] = process.argv;
  synthesize(loadConfig(file, process.env), {
    outdir: process.env.CDKTF_OUTDIR ?? "cdktf.out",
    hcl: process.env.SYNTH_HCL_OUTPUT === "true",
  });
});
