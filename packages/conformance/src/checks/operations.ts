import type { Host } from "@gatefold/connector-sdk";

import type { Bench } from "../bench.ts";
import type { Plan } from "../plan.ts";
import { became, hold, short, threw, told } from "../verdicts.ts";
import type { Became } from "../verdicts.ts";
import type { Seen } from "../wire.ts";

const group = "operations";
/** Real milliseconds: a platform that never answers is given up after the first, a verb that never ends after the second. */
const IMPATIENT = 60;
const NEVER = 5000;
const MOST_LOOKS = 10;

const looksAfterItself: Plan = {
  number: 27,
  name: "tells its health by looking alone",
  group,
  skippable: true,
  async run(bench) {
    const at = bench.connection("first");
    const well = await bench.host().health(at);
    hold(well.status === "ok", {
      expected: '"ok" where all is well',
      seen: short(well),
      mend: "look at what the credentials must open, and no more",
    });
    const looks = bench.wire.seen;
    hold(looks.length <= MOST_LOOKS && looks.every(isLook), {
      expected: `at most ${MOST_LOOKS} requests, none of which changes anything`,
      seen: looks.map(({ method, path }) => `${method} ${path}`).join(", "),
      mend: "only look: GET, or a search",
    });
    bench.watch.clear();
    const troubles = [
      { kind: "answer", status: 503 },
      { kind: "answer", status: 200, body: "<html>" },
      { kind: "drop-before" },
      { kind: "hang" },
    ] as const;
    for (const trouble of troubles) {
      bench.fresh();
      bench.spoil(() => true, trouble, 100);
      const host = bench.host(trouble.kind === "hang" ? { timeout: IMPATIENT } : {});
      const ill = await became(soon(host.health(at)));
      hold(ill.kind === "answer" && ill.answer.status !== "ok" && bench.watch.thrown.length === 0, {
        expected: `"down" or "degraded", and nothing thrown, where the platform answers ${short(trouble)}`,
        seen:
          bench.watch.thrown.length === 0
            ? told(ill)
            : `health itself threw ${String(bench.watch.thrown[0]?.error)}`,
        mend: "catch what a look throws and make a check of it that is not ok",
      });
    }
  },
};

const isLook = ({ method, path }: Seen): boolean =>
  method === "GET" || (method === "POST" && !/delete|remove|update|create/i.test(path));

/** Ends what does not end by itself. */
const soon = async <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Nothing came of it within ${NEVER} milliseconds.`)), NEVER);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

const removesItsOwn: Plan = {
  number: 28,
  name: "takes away what it brought, twice too, and nothing else",
  group,
  skippable: false,
  async run(bench) {
    const host = bench.host();
    const [ours, other] = [bench.order(), bench.order()];
    const first = await bench.deliver(host, ours);
    await bench.find(host, ours, first.pollAfter);
    const second = await bench.deliver(host, other);
    await bench.find(host, other, second.pollAfter);
    if (bench.target.connector.capabilities.remove === "none") {
      const refused = await became(bench.remove(host, ours, first.externalId));
      hold(threw(refused, "UnsupportedError"), {
        expected: "UnsupportedError, since capabilities.remove is none",
        seen: told(refused),
        mend: "let the host refuse it",
      });
      return "the platform takes nothing away";
    }
    for (const id of [first.externalId, first.externalId, strangeId(first.externalId, second.externalId)]) {
      const removed = await became(bench.remove(host, ours, id));
      hold(removed.kind === "answer", {
        expected: `success in taking away ${id}, gone already or never there`,
        seen: told(removed),
        mend: 'answer "already-gone" where the platform knows no such thing',
      });
      bench.advance(60_000);
    }
    const left = [(await bench.pictures(ours)).length, (await bench.pictures(other)).length];
    hold(left[0] === 0 && left[1] === 1, {
      expected: "the one gone and the other still there",
      seen: `${left[0]} of the one, ${left[1]} of the other`,
      mend: "take away by the id that deliver answered, and no more",
    });
    return undefined;
  },
};

/** An id of the same form that is nobody's: other digits, or letters where it has none. */
const strangeId = (id: string, taken: string): string => {
  if (/^\d+$/.test(id)) return `9${id.slice(1)}97`;
  const digits = id.replaceAll(/\d/g, (digit) => String(9 - Number(digit)));
  if (digits !== id && digits !== taken) return digits;
  return id.replaceAll(/[a-y]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 1));
};

const any = () => true;

const stops: Plan = {
  number: 29,
  name: "stops within one request when told to",
  group,
  skippable: true,
  async run(bench) {
    const at = bench.connection("first");
    const loose = await unhandledDuring(async () => {
      await stopped(bench, "verify", any, (host, signal) => host.verify(at, signal));
      await stopped(bench, "reconcile", any, (host, signal) => host.reconcile(at, bench.order(), signal));
      await stopped(bench, "deliver", any, (host, signal) => bench.deliver(host, bench.order(), { signal }));
      const isChange = (request: Seen) => bench.watch.isChange(request);
      await stopped(bench, "deliver", isChange, (host, signal) =>
        bench.deliver(host, bench.order(), { signal }),
      );
    });
    hold(loose.length === 0, {
      expected: "no promise that fails with nobody to hear it",
      seen: loose.map(String).join("; "),
      mend: "await every request",
    });
  },
};

const stopped = async (
  bench: Bench,
  verb: string,
  meets: (request: Seen) => boolean,
  start: (host: Host, signal: AbortSignal) => Promise<unknown>,
): Promise<void> => {
  bench.fresh();
  const host = bench.host();
  await host.verify(bench.connection("first"));
  bench.wire.seen.length = 0;
  const control = new AbortController();
  bench.spoil(meets, { kind: "hang" }, 100);
  const came = bench.wire.next(meets);
  const work = became(soon(start(host, control.signal)));
  await Promise.race([came, work]);
  control.abort();
  const answer: Became<unknown> = await work;
  // What else it may have started has had its turn by then.
  await new Promise((resolve) => void setImmediate(resolve));
  const after = bench.wire.seen.length - 1 - bench.wire.seen.findIndex(meets);
  hold(threw(answer, "CancelledError", "OutcomeUnknownError") && after === 0, {
    expected: `CancelledError from ${verb} and no request more (OutcomeUnknownError where the change was under way)`,
    seen: `${told(answer)}; ${after} requests more`,
    mend: "let the host's error through, and answer nothing that was not found out",
  });
};

/** What failed with nobody to hear it meanwhile; a test runner's own listeners are not told of it. */
const unhandledDuring = async (work: () => Promise<void>): Promise<unknown[]> => {
  const heard: unknown[] = [];
  const others = process.listeners("unhandledRejection");
  const hear = (reason: unknown) => void heard.push(reason);
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", hear);
  try {
    await work();
    await new Promise((resolve) => void setImmediate(resolve));
  } finally {
    process.off("unhandledRejection", hear);
    for (const other of others) process.on("unhandledRejection", other);
  }
  return heard;
};

const LEVELS = new Set(["view", "contribute", "manage"]);
/** What a vendor's strict description refuses: form, headers, fields, paths, methods, formats. */
const VIOLATIONS = new Set([400, 405, 406, 410, 414, 415, 422, 431]);

const givesLittle: Plan = {
  number: 30,
  name: "gives guests little, and keeps to the vendor's description",
  group,
  skippable: false,
  async run(bench) {
    const { roles } = bench.target.connector;
    const given = Object.entries(roles.byRole);
    const wrong = given.filter(
      ([role, level]) => !LEVELS.has(level) || role.trim() === "" || /^(\*|default|any|all)$/i.test(role),
    );
    hold(wrong.length === 0 && (roles.guest === null || roles.guest === "view"), {
      expected: "levels view, contribute or manage for roles by their names, and at most view for guests",
      seen: short({ wrong, guest: roles.guest }),
      mend: "leave out what is not surely mapped: an unmapped role gives nothing, and is reported",
    });
    const host = bench.host();
    const at = bench.connection("first");
    const order = bench.order();
    await host.verify(at);
    const delivered = await bench.deliver(host, order);
    await bench.find(host, order, delivered.pollAfter);
    await became(bench.remove(host, order, delivered.externalId));
    await host.health(at);
    if (host.connector.directory?.list) await host.people.list(at, null);
    const refused = bench.wire.seen.filter(({ status }) => status !== null && VIOLATIONS.has(status));
    hold(refused.length === 0, {
      expected: "requests as the vendor describes them: the fake refuses any other",
      seen: refused
        .map(({ method, path, status, answer }) => `${method} ${path}: ${status} ${answer.slice(0, 150)}`)
        .join("; "),
      mend: "send no header, field, parameter or path that the vendor does not describe",
    });
  },
};

export const operationChecks: readonly Plan[] = [looksAfterItself, removesItsOwn, stops, givesLittle];
