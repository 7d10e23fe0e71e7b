import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import type { StoreKind } from "./points.ts";
import { missed, tableOf } from "./report.ts";
import { runTrial } from "./trial.ts";

const usage = `./dev crash [--times N] [--seed N] [--store sqlite|postgres]

Kills a gateway with kill -9 again and again, at every point of its work, and looks whether anything that it acknowledged
is lost, anything was delivered twice, or the journal no longer verifies. Ends with 1 where that is so.

  --times N      kills on each store, 1000 where left out
  --seed N       what chance begins with, printed at the end; another one each time where left out
  --store STORE  sqlite, or postgres (a server of its own that the tests bring); both where left out
`;

/** What the command line asks for; a sentence where it can't be done. */
function asked() {
  try {
    const options = {
      times: { type: "string", default: "1000" },
      seed: { type: "string", default: String(randomInt(2 ** 31)) },
      store: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    } as const;
    const { values } = parseArgs({ options });
    const [times, seed] = [Number(values.times), Number(values.seed)];
    if (!Number.isSafeInteger(times) || times < 1) return "--times is a whole number from 1 on.";
    if (!Number.isSafeInteger(seed) || seed < 0) return "--seed is a whole number from 0 on.";
    const stores = (["sqlite", "postgres"] as const).filter((one) => one === (values.store ?? one));
    if (stores.length === 0) return `There is no store "${values.store}".`;
    return { help: values.help, times, seed, stores };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** True where nothing is wrong. */
async function crash(store: StoreKind, times: number, seed: number): Promise<boolean> {
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  let told = 0;
  const onKill = (kills: number) => {
    if (kills < told + 25) return;
    told = kills;
    process.stderr.write(`${store}: ${kills} of ${times} kills, ${seconds()} s\n`);
  };
  const outcome = await runTrial({ store, seed, kills: times, onKill });
  process.stdout.write(`${tableOf(store, seed, outcome)}\nIt took ${seconds()} s.\n\n`);
  return outcome.wrong.length === 0 && (missed(store, outcome).length === 0 || times < 100);
}

const command = asked();
if (typeof command === "string") {
  process.stderr.write(`${command}\n\n${usage}`);
  process.exitCode = 2;
} else if (command.help) {
  process.stdout.write(usage);
} else {
  for (const store of command.stores) {
    if (!(await crash(store, command.times, command.seed))) process.exitCode = 1;
  }
}
