import type { Plan } from "../plan.ts";
import { became, hold, threw, told } from "../verdicts.ts";

const group = "retries";
const LONG = 120;

const waitsAsTold: Plan = {
  number: 15,
  name: "waits as long as a 429 says",
  group,
  skippable: false,
  async run(bench) {
    const host = bench.host();
    const at = bench.connection("first");
    const order = bench.order();
    // A token that it needs is there by then, so that the look itself is what meets the trouble.
    await host.reconcile(at, order);
    bench.spoil(() => true, { kind: "answer", status: 429, headers: { "retry-after": "7" } });
    const began = bench.now();
    await host.reconcile(at, order);
    hold(bench.now() - began >= 7000, {
      expected: "seven seconds to pass after Retry-After: 7",
      seen: `${bench.now() - began} milliseconds`,
      mend: "let the host repeat it",
    });
    bench.fresh();
    await host.reconcile(at, order);
    bench.wire.seen.length = 0;
    bench.spoil(() => true, { kind: "answer", status: 429, headers: { "retry-after": String(LONG) } });
    const refusedLook = await became(host.reconcile(at, order));
    const early = bench.wire.seen.length - 1;
    hold(
      threw(refusedLook, "RateLimitedError", "DailyQuotaError") &&
        early === 0 &&
        waitOf(refusedLook) >= LONG * 1000,
      {
        expected: `an error that says to come back in ${LONG} seconds, and no request before`,
        seen: `${told(refusedLook)}; ${early} requests more`,
        mend: "let the host's RateLimitedError through; another bucket is no way round it",
      },
    );
    bench.fresh();
    bench.spoil((request) => bench.watch.isChange(request), {
      kind: "answer",
      status: 429,
      headers: { "retry-after": "45" },
    });
    const refused = await became(bench.deliver(host, order));
    const changes = bench.wire.seen.filter((one) => bench.watch.isChange(one)).length;
    hold(
      threw(refused, "RateLimitedError", "DailyQuotaError") && changes === 1 && waitOf(refused) >= 45_000,
      {
        expected: "a delivery that met a 429 to end with the wait, and not to be sent again under its permit",
        seen: `${told(refused)}; sent ${changes} times`,
        mend: "let the host's error through: the right may be gone when the wait is over",
      },
    );
  },
};

const waitOf = (what: { readonly kind: string; readonly error?: unknown }): number =>
  typeof what.error === "object" && what.error !== null && "retryAfter" in what.error
    ? Number(what.error.retryAfter)
    : 0;

const sendsAChangeOnce: Plan = {
  number: 16,
  name: "sends a change once, whatever trouble the platform has",
  group,
  skippable: false,
  async run(bench) {
    for (const status of [500, 503]) {
      bench.fresh();
      bench.spoil((request) => bench.watch.isChange(request), { kind: "answer", status }, 1);
      const answer = await became(bench.deliver(bench.host(), bench.order()));
      const changes = bench.wire.seen.filter((one) => bench.watch.isChange(one)).length;
      hold(answer.kind === "thrown" && changes === 1, {
        expected: `an error after ${status}, and the change sent once: it may have been stored`,
        seen: `${told(answer)}; sent ${changes} times`,
        mend: "let the host's error through; `idempotent` is for what may be sent twice",
      });
    }
  },
};

const readsAgain: Plan = {
  number: 17,
  name: "repeats a look, and takes no outage for an empty answer",
  group,
  skippable: false,
  async run(bench) {
    const host = bench.host();
    const at = bench.connection("first");
    await host.verify(at);
    bench.spoil(() => true, { kind: "answer", status: 503 });
    const verified = await became(host.verify(at));
    hold(verified.kind === "answer", {
      expected: "an answer after one 503 on a look",
      seen: told(verified),
      mend: "let the host repeat it: a GET, or `idempotent: true` on a look by POST",
    });
    const order = bench.order();
    const delivered = await bench.deliver(host, order);
    await bench.find(host, order, delivered.pollAfter);
    bench.spoil(() => true, { kind: "answer", status: 503 }, 100);
    const looked = await became(host.reconcile(at, order));
    hold(looked.kind === "thrown", {
      expected: "an error where the platform is down: nothing was found out",
      seen: told(looked),
      mend: 'catch nothing in reconcile but the platform\'s own "no such thing"; undefined lets it be sent again',
    });
  },
};

export const retryChecks: readonly Plan[] = [waitsAsTold, sendsAChangeOnce, readsAgain];
