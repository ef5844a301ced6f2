import { App } from "cdktf";
import { seedStack } from "./stack";

const app = new App();
seedStack(app);
app.synth();
