import type { Settings } from "./config.ts";
import type { Io } from "./io.ts";

/** What the commands touch that work on a file alone, without gateway and account. */
export interface OfflineIo extends Pick<Io, "style" | "print" | "note" | "leaveWith"> {
  readonly settings: Pick<Settings, "standing">;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: NodeJS.WritableStream;
}
