import { createHash } from "node:crypto";

import { isUnknown } from "../bench.ts";
import type { Plan } from "../plan.ts";
import { became, hold, short, threw, told } from "../verdicts.ts";

const group = "delivery";
const LONGEST_POLL = 3_600_000;

const bringsItOnce: Plan = {
  number: 13,
  name: "brings the same order in once",
  group,
  skippable: false,
  async run(bench) {
    const { dedupe } = bench.target.connector.capabilities;
    const host = bench.host();
    const order = bench.order();
    const first = await bench.deliver(host, order);
    const found = await bench.find(host, order, first.pollAfter);
    hold(found?.status === "already-present" && found.externalId === first.externalId, {
      expected: `already-present as ${first.externalId} when looked for after it was delivered`,
      seen: short(found),
      mend: "let reconcile look for the order's marker, where deliver put it, and answer the platform's id",
    });
    if (dedupe === "vendor-key") {
      const again = await bench.deliver(host, order);
      await bench.find(host, order, again.pollAfter);
    }
    const there = await bench.pictures(order);
    hold(there.length === 1 && there[0]?.externalId === first.externalId, {
      expected: `one picture, ${first.externalId}, on the platform`,
      seen: `${there.length}: ${there.map(({ externalId }) => externalId).join(", ")}`,
      mend:
        dedupe === "vendor-key"
          ? "send the key by which the platform knows a repetition, or declare dedupe: marker"
          : "send one request that brings it in, and put the marker into it",
    });
  },
};

const survivesALostAnswer: Plan = {
  number: 14,
  name: "finds what was stored though the answer was lost",
  group,
  skippable: false,
  async run(bench) {
    const host = bench.host();
    const order = bench.order();
    bench.spoil((request) => bench.watch.isChange(request), { kind: "drop-after" });
    const lost = await became(bench.deliver(host, order));
    if (threw(lost, "TransientError")) {
      // Said to be harmless to repeat: then a gateway repeats it.
      await bench.deliver(host, order);
    } else {
      hold(lost.kind === "thrown" && isUnknown(lost.error), {
        expected: "OutcomeUnknownError where the connection ends after the platform stored it",
        seen: told(lost),
        mend: "let what the host threw go through; it looks before anything is sent again",
      });
    }
    const found = await bench.find(host, order);
    const there = await bench.pictures(order);
    hold(there.length === 1 && found?.externalId === there[0]?.externalId, {
      expected: "one picture there, found by reconcile",
      seen: `${there.length} there; reconcile: ${short(found)}`,
      mend: "put the marker into the one request that stores it, not into one after",
    });
    const other = await bench.host().reconcile(bench.connection("first"), bench.order());
    hold(other === undefined, {
      expected: "nothing found of an order that was never sent",
      seen: short(other),
      mend: "compare the marker yourself; a platform's search finds more than it was asked for",
    });
  },
};

const arrivesWhole: Plan = {
  number: 22,
  name: "begins anew after an upload broke off, and brings it whole",
  group,
  skippable: true,
  async run(bench) {
    const host = bench.host();
    const order = bench.order();
    bench.spoil((request) => bench.watch.isChange(request), { kind: "drop-before" });
    await became(bench.deliver(host, order));
    const delivered = await bench.deliver(host, order);
    await bench.find(host, order, delivered.pollAfter);
    const there = await bench.pictures(order);
    hold(there.length === 1, {
      expected: "one picture after a second try",
      seen: `${there.length}`,
      mend: "deliver sends all that is needed each time",
    });
    const bytes = await there[0]?.bytes?.();
    if (bytes === undefined) return "the platform keeps no bytes to compare";
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    hold(sha256 === order.asset.sha256, {
      expected: `${order.asset.bytes} bytes, those of the order`,
      seen: `${bytes.byteLength} bytes, others`,
      mend: "read the asset anew in each try, and keep no place in it from the one before",
    });
    return undefined;
  },
};

const looksOnThePlatform: Plan = {
  number: 23,
  name: "finds what another worker brought",
  group,
  skippable: true,
  absent: ({ connector }) =>
    connector.capabilities.dedupe === "none" ? 'capabilities.dedupe is "none": a person looks' : null,
  async run(bench) {
    const host = bench.host();
    const ours = bench.order();
    const delivered = await bench.deliver(host, ours);
    await bench.find(host, ours, delivered.pollAfter);
    const theirs = bench.order();
    for (const request of bench.wire.seen.filter((one) => bench.watch.isChange(one))) {
      await bench.wire.repeat(request, (text) => text.replaceAll(ours.marker, theirs.marker));
    }
    bench.advance(LONGEST_POLL);
    const there = await bench.pictures(theirs);
    if (there.length === 0)
      return "the marker can't be put into a copy of the request, so no second worker was played";
    const found = await bench.find(bench.host(), theirs);
    hold(found?.externalId === there[0]?.externalId, {
      expected: `${there[0]?.externalId}, that another worker brought, to be found`,
      seen: short(found),
      mend: "ask the platform each time; what this process remembers is not what is there",
    });
    return undefined;
  },
};

const saysWhenItIsThere: Plan = {
  number: 24,
  name: "says when a delivery is really there",
  group,
  skippable: true,
  async run(bench) {
    const host = bench.host();
    const order = bench.order();
    const { status, pollAfter } = await bench.deliver(host, order);
    if (status === "processing") {
      hold(pollAfter !== undefined && pollAfter > 0 && pollAfter <= LONGEST_POLL, {
        expected: "`pollAfter` with `processing`: milliseconds, an hour at most",
        seen: short(pollAfter),
        mend: "say when it can be seen at the earliest",
      });
      const found = await bench.find(host, order, pollAfter);
      hold(found?.status === "already-present", {
        expected: "an end: found there after a few looks",
        seen: short(found),
        mend: "answer already-present from reconcile when it is there",
      });
      return;
    }
    const there = await bench.pictures(order);
    hold(there.length === 1, {
      expected: `a picture that is there when deliver answers "${status}"`,
      seen: `${there.length} of it`,
      mend: 'answer "processing" with `pollAfter` where the platform takes its time',
    });
  },
};

export const deliveryChecks: readonly Plan[] = [
  bringsItOnce,
  survivesALostAnswer,
  arrivesWhole,
  looksOnThePlatform,
  saysWhenItIsThere,
];
