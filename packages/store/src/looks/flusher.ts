import { parentPort, workerData } from "node:worker_threads";
import { type DatabasePlace, openDatabase } from "../open-database.ts";
import type { Look } from "./contract.ts";
import { addLooks } from "./table.ts";

/** The thread that writes looks down: opens the database once, and adds what it is sent, in order. */
const place = workerData as DatabasePlace;
const opening = openDatabase(place, { mustBeThere: true });
let turn: Promise<void> = Promise.resolve();

parentPort?.on("message", (message: Message) => {
  turn = turn.then(() => write(message));
});

interface Message {
  readonly id: number;
  readonly looks: readonly Look[];
}

async function write({ id, looks }: Message): Promise<void> {
  try {
    await addLooks((await opening).db, looks);
    parentPort?.postMessage({ id });
  } catch (error) {
    // Its message may quote what is in the database; the code says what is to be done.
    const code = error instanceof Error && "code" in error ? String(error.code) : "STORE_REFUSED";
    parentPort?.postMessage({ id, code });
  }
}
