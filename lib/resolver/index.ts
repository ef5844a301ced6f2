export * from "./place";
export * from "./resolve";
export * from "./size-budget";
export * from "./times";
export * from "./types";
