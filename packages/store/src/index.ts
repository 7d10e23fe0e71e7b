export { createBlobFolder } from "./blobs/folder.ts";
export * from "./contract.ts";
export * from "./errors.ts";
export * from "./sqlite/store.ts";
