export { createBlobFolder } from "./blobs/folder.ts";
export * from "./contract.ts";
export * from "./errors.ts";
export * from "./postgres/store.ts";
export * from "./sqlite/store.ts";
