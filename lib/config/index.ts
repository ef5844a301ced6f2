export type { Place, Problem } from "../rules/rule";
export type { Warning } from "../rules/warning";
export { ConfigError, type LocatedProblem } from "./config-error";
export type { Environment } from "./environment";
export { loadConfig, parseConfig } from "./load";
export { checkConfigs, loadConfigs, type CheckedFiles, type FoundProblem } from "./load-all";
export type { Config, EntraConfig, GitHubConfig } from "./schema";
export { readUsers, type ListedUser } from "./user-list";
export { configWarnings } from "./warnings";
