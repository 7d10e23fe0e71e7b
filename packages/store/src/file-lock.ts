import { DatabaseSync } from "node:sqlite";
import { makePrivateFile } from "./private-files.ts";

/** The system's own lock on a file, made where there is none: whoever dies lets go of it. Throws where another has it. */
export async function lockFile(file: string): Promise<Disposable> {
  await makePrivateFile(file);
  const lock = new DatabaseSync(file, { timeout: 200 });
  try {
    lock.exec("pragma journal_mode = memory; begin exclusive");
  } catch (error) {
    lock.close();
    throw error;
  }
  return { [Symbol.dispose]: () => lock.close() };
}
