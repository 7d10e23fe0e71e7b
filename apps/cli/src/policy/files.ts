import type { Policy } from "@gatefold/core";
import { CommandFailed } from "../exit.ts";
import type { OfflineIo } from "../offline.ts";
import { readPolicy } from "../policy-file.ts";

/** A file that is no policy document, and why. */
export interface Unreadable {
  readonly file: string;
  readonly error: { readonly code: string; readonly message: string; readonly next: readonly string[] };
}

/** What `look` says of each document. One file that can't be read must not hide what the others say. */
export async function eachFile<Report>(
  io: OfflineIo,
  files: readonly string[],
  look: (file: string, policy: Policy) => Report,
): Promise<(Report | Unreadable)[]> {
  const reports: (Report | Unreadable)[] = [];
  for (const file of files) {
    try {
      reports.push(look(file, await readPolicy(io, file)));
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      const { code, message, next } = error;
      reports.push({ file, error: { code, message, next } });
    }
  }
  return reports;
}

export function failureLines({ style }: OfflineIo, { error }: Unreadable): string[] {
  return [
    `  ${style.bad(error.message)} ${style.faint(`[${error.code}]`)}`,
    ...error.next.map((line) => `    ${line}`),
  ];
}
