import type { PointName } from "./points.ts";
import type { Change } from "./program.ts";

/** A gateway with one thing wrong, and the kills that should tell. */
export interface Mutant {
  readonly what: string;
  readonly change: Change;
  readonly plan: readonly PointName[];
}

const courier = "apps/gateway/src/delivery/courier.ts";
const journal = "packages/store/src/journal/journal.ts";

export const mutants: readonly Mutant[] = [
  {
    what: "a change is acknowledged before it is committed",
    change: {
      file: journal,
      from: "await inSealingTransaction(",
      to: "void (async (...given) => (await new Promise((later) => setTimeout(later, 30)), inSealingTransaction(...given).catch(() => {})))(",
    },
    plan: ["change: answered"],
  },
  {
    what: "a delivery that was being sent is sent again without a look",
    change: {
      file: courier,
      from: 'if (delivery.state === "waiting") return send(trip, open);',
      to: 'if (delivery.state === "waiting" || delivery.state === "sending") return send(trip, open);',
    },
    plan: ["delivery: stored by the platform, before it is noted"],
  },
  {
    what: "a delivery is settled before it is sent",
    change: {
      file: courier,
      from: "return await arrived(sent, await way.send(answer.permit));",
      to: 'await arrived(sent, { status: "delivered", externalId: "0", externalUrl: null }); await way.send(answer.permit); return "done";',
    },
    plan: ["delivery: permitted, before it is sent"],
  },
  {
    what: "one look in vain is enough to send anew, however late a platform stores what it was sent",
    change: {
      file: courier,
      from: "return lookedBefore ? restart(trip) : lookAgain(trip);",
      to: "return restart(trip);",
    },
    plan: ["delivery: at the platform, which stores it after the next life's look"],
  },
  {
    what: "a change is not noted under its name",
    change: { file: journal, from: "if (claim) await noteDone(", to: "if (claim && !claim) await noteDone(" },
    plan: ["change: committed, before its answer is kept"],
  },
];
