import { App, TerraformStack } from "cdktf";
import { bareResources } from "./bare-resources";

// The least that any CDKTF program with the sample's kinds of resources does. What the sample costs above
// this is the library's own.
const [, , outdir = "cdktf.out"] = process.argv;
const app = new App({ outdir });
bareResources(new TerraformStack(app, "floor"));
app.synth();
