import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { paces, type PaceName } from "../measuring/pace.ts";
import { type Chance, chanceFrom } from "../world/random.ts";
import type { Call, Member, Report } from "./messages.ts";
import type { Size } from "../world/world.ts";

/** What a contender took: nanoseconds a query, round by round. */
export interface Result {
  readonly member: Member;
  readonly times: Float64Array;
}

export interface Outcome {
  readonly results: readonly Result[];
  /** Who was not timed, and why. */
  readonly absent: readonly string[];
}

/**
 * Lets all entries answer the same queries. They take turns, a short stint each, round after round, so that whatever
 * else the machine does falls on all alike.
 */
export async function contest(names: readonly string[], size: Size, pace: PaceName): Promise<Outcome> {
  const absent: string[] = [];
  const contestants: Contestant[] = [];
  try {
    for (const name of names) {
      const contestant = await entered(name, size, pace);
      if ("fault" in contestant) absent.push(`${name} ${contestant.fault}`);
      else contestants.push(contestant);
    }
    const results = contestants.flatMap(({ child, members }) =>
      members.map((member, at) => ({ child, member, at, times: new Float64Array(paces[pace].rounds) })),
    );
    const timed = results.filter(({ member }) => member.right);
    const chance = chanceFrom(3);
    for (let round = 0; round < paces[pace].rounds; round += 1) {
      for (const { child, at, times } of shuffled(timed, chance)) times[round] = await stint(child, at);
    }
    const wrong = results.filter(({ member }) => !member.right);
    absent.push(
      ...wrong.map(({ member }) => `${member.name} (${member.form}) gave wrong answers: not timed`),
    );
    return { results: timed.map(({ member, times }) => ({ member, times })), absent };
  } finally {
    for (const { child } of contestants) child.kill();
  }
}

/** In another order each round: what one leaves behind, such as garbage still to be cleared, meets all alike. */
function shuffled<Item>(items: readonly Item[], chance: Chance): Item[] {
  return items
    .map((item) => ({ item, turn: chance.below(1 << 30) }))
    .toSorted((one, other) => one.turn - other.turn)
    .map(({ item }) => item);
}

interface Contestant {
  readonly child: ChildProcess;
  readonly members: readonly Member[];
}

/** One after the other, so that none is warmed up while another is built. */
async function entered(
  entry: string,
  size: Size,
  pace: PaceName,
): Promise<Contestant | { readonly fault: string }> {
  const child = fork(join(import.meta.dirname, "contestant.ts"), {
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  tell(child, { kind: "enter", entry, size, pace });
  const report = await answerOf(child);
  if (report?.kind === "ready") return { child, members: report.members };
  child.kill();
  return { fault: `could not take part: ${/^\w*Error.*$/m.exec(complaint)?.[0] ?? "its process ended"}` };
}

async function stint(child: ChildProcess, contender: number): Promise<number> {
  tell(child, { kind: "stint", contender });
  const report = await answerOf(child);
  if (report?.kind !== "time") throw new Error("A contestant's process ended in the middle of the contest.");
  return report.nanoseconds;
}

function tell(child: ChildProcess, call: Call): void {
  child.send(call);
}

/** Undefined where the process ended instead. */
async function answerOf(child: ChildProcess): Promise<Report | undefined> {
  const settled = new AbortController();
  const { signal } = settled;
  const said = once(child, "message", { signal }).then(([report]) => report as Report);
  const ended = once(child, "exit", { signal }).then(() => undefined);
  try {
    return await Promise.race([said, ended]);
  } finally {
    settled.abort();
    await Promise.allSettled([said, ended]);
  }
}
