import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createPrivateFile } from "../private-files.ts";
import { damaged, type FileFacts } from "./manifest.ts";

/** A file being written, whose length and hash are known at its end. */
export interface LinesWriter {
  write(lines: readonly string[]): Promise<void>;
  /** On the disk before it answers. */
  end(): Promise<FileFacts>;
  close(): Promise<void>;
}

export async function writeLines(path: string): Promise<LinesWriter> {
  const hash = createHash("sha256");
  const file = await createPrivateFile(path);
  let bytes = 0;
  return {
    async write(lines) {
      const text = Buffer.from(lines.map((line) => `${line}\n`).join(""));
      hash.update(text);
      bytes += text.length;
      await file.writeFile(text);
    },
    async end() {
      await file.sync();
      return { bytes, sha256: hash.digest("hex") };
    },
    close: () => file.close(),
  };
}

const NEWLINE = 0x0a;

/** A file's lines, some at a time. Throws `BACKUP_DAMAGED` at its end where it is not what was written. */
export async function* readLines(path: string, facts: FileFacts): AsyncGenerator<string[]> {
  const hash = createHash("sha256");
  let bytes = 0;
  let rest: Buffer = Buffer.alloc(0);
  const stream: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 256 * 1024 });
  try {
    for await (const chunk of stream) {
      hash.update(chunk);
      bytes += chunk.length;
      const whole = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = whole.lastIndexOf(NEWLINE);
      rest = whole.subarray(end + 1);
      if (end >= 0) yield whole.toString("utf8", 0, end).split("\n");
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw damaged(path, "it is not there");
    throw error;
  }
  if (bytes < facts.bytes) throw damaged(path, `it has ${bytes} of ${facts.bytes} bytes`);
  if (bytes > facts.bytes || hash.digest("hex") !== facts.sha256) {
    throw damaged(path, "it was changed since the backup was made");
  }
}
