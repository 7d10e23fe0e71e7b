export * from "./backup/index.ts";
export { createBlobFolder } from "./blobs/folder.ts";
export { type CheckpointReading, readCheckpoint } from "./checkpoints/text.ts";
export * from "./contract.ts";
export * from "./errors.ts";
export type { DatabasePlace } from "./open-database.ts";
export * from "./postgres/store.ts";
export { keyRingIn, readKeyRing } from "./secrets/master-key.ts";
export {
  type KeyPlaces,
  type Locked,
  lockedSecrets,
  type Rotated,
  rotateMasterKey,
  sealedRows,
} from "./secrets/rotation.ts";
export { type PublicSigningKey, publicSigningKey } from "./secrets/signing-key.ts";
export * from "./sqlite/store.ts";
export { inspectDatabase, type Inspection } from "./survey/inspection.ts";
