export { type KeysAfter } from "./aftermath.ts";
export { type BackupSettings, makeBackup } from "./backup.ts";
export type { Aftermath, BackupMade, Restored, Watch } from "./contract.ts";
export type { Manifest } from "./manifest.ts";
export { checkBackup, restoreBackup, type RestoreSettings, type RestoreTarget } from "./restore.ts";
