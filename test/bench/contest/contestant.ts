import { entries, isEntry } from "../contenders/entries.ts";
import { firstWrong } from "../contenders/contender.ts";
import { paces } from "../measuring/pace.ts";
import type { Call, Report } from "./messages.ts";
import { type Stint, stintOf } from "./stint.ts";
import { queriesOn } from "../world/queries.ts";
import { worldOf } from "../world/world.ts";

/**
 * One entry of the contest in a process of its own, so that no contender's code is compiled for another's values and
 * none waits for another's garbage. It says that it is ready, and then does a stint whenever it is called.
 */
const say = (report: Report) => process.send?.(report);

process.once("message", (call: Call) => {
  if (call.kind === "enter") void enter(call);
});

async function enter({ entry, size, pace }: Extract<Call, { kind: "enter" }>): Promise<void> {
  if (!isEntry(entry)) throw new Error(`No contender is called "${entry}".`);
  const world = worldOf(size);
  const queries = queriesOn(world);
  const begun = performance.now();
  const contenders = await entries[entry](world, queries);
  const built = performance.now() - begun;
  // No clock starts for one that answers wrongly.
  const stints: (Stint | undefined)[] = contenders.map((contender) =>
    firstWrong(contender, queries) < 0 ? stintOf(contender, queries.count, paces[pace]) : undefined,
  );
  process.on("message", (call: Call) => {
    if (call.kind === "stint") say({ kind: "time", nanoseconds: stints[call.contender]?.() ?? Number.NaN });
  });
  const members = contenders.map(({ name, form, manner }, at) => ({
    name,
    form,
    manner,
    right: stints[at] !== undefined,
  }));
  say({ kind: "ready", members, built });
}
