export * from "./decision.ts";
export * from "./errors.ts";
export * from "./events.ts";
export * from "./fold.ts";
export * from "./model.ts";
export * from "./permit.ts";
export * from "./state.ts";
export * from "./principal.ts";
