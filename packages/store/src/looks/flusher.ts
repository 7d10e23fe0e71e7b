import { parentPort, workerData } from "node:worker_threads";
import { type DatabasePlace, openDatabase } from "../open-database.ts";
import type { Look } from "./contract.ts";
import { addLooks } from "./table.ts";

/** The thread that writes looks down: opens the database once it is there, and adds what it is sent, in order. */
const place = workerData as DatabasePlace;
let opening: ReturnType<typeof openDatabase> | undefined;
let turn: Promise<void> = Promise.resolve();

parentPort?.on("message", (message: Message) => {
  turn = turn.then(() => write(message));
});

/** A database that was away when it was first asked for is asked for again. */
async function opened() {
  opening ??= openDatabase(place, { mustBeThere: true });
  try {
    return await opening;
  } catch (error) {
    opening = undefined;
    throw error;
  }
}

interface Message {
  readonly id: number;
  readonly looks: readonly Look[];
}

async function write({ id, looks }: Message): Promise<void> {
  try {
    await addLooks((await opened()).db, looks);
    parentPort?.postMessage({ id });
  } catch (error) {
    // Its message may quote what is in the database; the code says what is to be done.
    const code = error instanceof Error && "code" in error ? String(error.code) : "STORE_REFUSED";
    parentPort?.postMessage({ id, code });
  }
}
