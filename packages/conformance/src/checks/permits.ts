import type { Permit } from "@gatefold/core";

import type { Bench, Way } from "../bench.ts";
import type { Plan } from "../plan.ts";
import { extensionOf, sampleOf } from "../samples.ts";
import { became, hold, told } from "../verdicts.ts";

const group = "permits";
/** A larger file than this is not sent to try a limit. */
const LARGEST_TRIED = 12_000_000;
const MINUTE = 60_000;

/** Delivers where it must be refused, and looks that nothing went out. */
const refuses = async (bench: Bench, why: string, way: Way): Promise<void> => {
  const order = bench.order();
  const before = bench.wire.seen.length;
  const answer = await became(bench.deliver(bench.host(), order, way));
  const sent = bench.wire.seen.length - before;
  const there = [...(await bench.pictures(order)), ...(await bench.pictures(order, "second"))];
  hold(answer.kind === "thrown" && sent === 0 && there.length === 0, {
    expected: `nothing sent with ${why}`,
    seen: `${told(answer)}; ${sent} requests, ${there.length} pictures`,
    mend: "send by context.http in deliver alone, which the host calls when the permit was redeemed",
  });
};

const heedsARevocation: Plan = {
  number: 18,
  name: "sends nothing when the right is gone before the send",
  group,
  skippable: false,
  async run(bench) {
    const order = bench.order();
    const revoked = bench.host({
      redeem: () => {
        throw new Error("The right is gone.");
      },
    });
    await revoked.verify(bench.connection("first"));
    await revoked.reconcile(bench.connection("first"), order);
    const before = bench.wire.seen.length;
    const answer = await became(bench.deliver(revoked, order));
    bench.advance(MINUTE);
    const there = await bench.pictures(order);
    hold(answer.kind === "thrown" && bench.wire.seen.length === before && there.length === 0, {
      expected: "nothing sent, and nothing there, where the permit is refused",
      seen: `${told(answer)}; ${bench.wire.seen.length - before} requests, ${there.length} pictures`,
      mend: "change nothing in verify and reconcile: `idempotent` is for looks",
    });
  },
};

const needsAGoodPermit: Plan = {
  number: 19,
  name: "brings in one picture by a good permit, none by a bad one",
  group,
  skippable: false,
  async run(bench) {
    const order = bench.order();
    const count = async () => (await bench.fake.pictures("first")).length;
    const before = await count();
    const permit = bench.permit({ version: order.asset.versionId });
    const host = bench.host();
    const delivered = await bench.deliver(host, order, { permit });
    await bench.find(host, order, delivered.pollAfter);
    const brought = (await count()) - before;
    hold(brought === 1, {
      expected: "one picture more for one permit",
      seen: `${brought} more`,
      mend: "send one change, and nothing beside it as `idempotent`",
    });
    await refuses(bench, "a permit that was used", { permit });
    const old = bench.permit({ version: "version-late" });
    bench.advance(MINUTE);
    await refuses(bench, "a permit whose time is over", { permit: old });
    const forged: Permit = { id: permit.id };
    await refuses(bench, "a forged permit", { permit: forged });
    await refuses(bench, "no permit", { permit: undefined });
  },
};

const staysWithItsPermit: Plan = {
  number: 20,
  name: "keeps to the picture and the connection of its permit",
  group,
  skippable: false,
  async run(bench) {
    await refuses(bench, "a permit for another version", {
      permit: bench.permit({ version: "version-other" }),
    });
    await refuses(bench, "a permit for another connection", {
      permit: bench.permit({ connection: "connection-second" }),
    });
    await refuses(bench, "a permit to remove", { permit: bench.permit({ purpose: "remove" }) });
    const host = bench.host();
    const [mine, theirs] = [bench.order(), bench.order()];
    const first = await bench.deliver(host, mine);
    await bench.find(host, mine, first.pollAfter);
    const second = await bench.deliver(host, theirs, { which: "second" });
    bench.advance(second.pollAfter ?? 0);
    const strays = [...(await bench.pictures(mine, "second")), ...(await bench.pictures(theirs, "first"))];
    const arrived = await bench.pictures(theirs, "second");
    hold(strays.length === 0 && arrived.length === 1, {
      expected: "each picture in the account of its own connection",
      seen: `${strays.length} in the other account, ${arrived.length} where it belongs`,
      mend: "take settings, secrets and tokens from the context each time, and keep none of them",
    });
  },
};

const knowsItsLimits: Plan = {
  number: 21,
  name: "takes what it says it takes, and refuses the rest unsent",
  group,
  skippable: true,
  async run(bench) {
    const { maxBytes, mimeTypes } = bench.target.connector.capabilities;
    for (const asset of [{ bytes: maxBytes + 1 }, { mime: "application/x-nothing" }]) {
      const answer = await became(bench.deliver(bench.host(), bench.order(asset)));
      hold(answer.kind === "thrown" && bench.wire.seen.length === 0, {
        expected: `a refusal before anything is sent of ${JSON.stringify(asset)}`,
        seen: `${told(answer)}; ${bench.wire.seen.length} requests`,
        mend: "declare what the platform takes in capabilities",
      });
    }
    const untried = mimeTypes.filter((mime) => !sampleOf(mime, bench.target.samples));
    for (const mime of mimeTypes.filter((one) => !untried.includes(one))) {
      bench.fresh();
      await takes(bench, mime, sampleOf(mime, bench.target.samples) ?? new Uint8Array());
    }
    const [mime] = mimeTypes;
    const small = mime === undefined ? undefined : sampleOf(mime, bench.target.samples);
    if (mime !== undefined && small && maxBytes <= LARGEST_TRIED) {
      bench.fresh();
      await takes(bench, mime, padded(small, maxBytes));
    }
    return untried.length === 0 ? undefined : `no sample of ${untried.join(", ")} to try`;
  },
};

const takes = async (bench: Bench, mime: string, bytes: Uint8Array): Promise<void> => {
  const order = bench.order({ mime, bytes: bytes.byteLength, read: async () => bytes });
  const answer = await became(bench.deliver(bench.host(), order));
  hold(answer.kind === "answer", {
    expected: `${bytes.byteLength} bytes of ${mime} (.${extensionOf(mime)}) to be taken, as capabilities say`,
    seen: told(answer),
    mend: "declare no more than the platform takes: an order that can't work is refused before a permit is spent",
  });
};

const padded = (bytes: Uint8Array, length: number): Uint8Array => {
  const whole = new Uint8Array(length);
  whole.set(bytes);
  return whole;
};

export const permitChecks: readonly Plan[] = [
  heedsARevocation,
  needsAGoodPermit,
  staysWithItsPermit,
  knowsItsLimits,
];
