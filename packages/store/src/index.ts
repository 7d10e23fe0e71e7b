export * from "./backup/index.ts";
export { createBlobFolder } from "./blobs/folder.ts";
export { type CheckpointReading, readCheckpoint } from "./checkpoints/text.ts";
export * from "./contract.ts";
export * from "./errors.ts";
export type { DatabasePlace } from "./open-database.ts";
export * from "./postgres/store.ts";
export { type PublicSigningKey, publicSigningKey } from "./secrets/signing-key.ts";
export * from "./sqlite/store.ts";
