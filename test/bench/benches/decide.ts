import type { Form } from "../contenders/contender.ts";
import { entries } from "../contenders/entries.ts";
import { contest, type Result } from "../contest/contest.ts";
import type { PaceName } from "../measuring/pace.ts";
import { type Spread, spreadOf } from "../measuring/statistics.ts";
import { countText, ratioText, timeText } from "../report/figures.ts";
import type { Report, Target } from "../report/report.ts";
import { type Size, sizes } from "../world/world.ts";

/** How many times CASL's speed is promised, by what the caller has in hand. */
const overCasl: Readonly<Partial<Record<Size, Readonly<Record<Form, number>>>>> = {
  S: { handles: 12, ids: 3 },
  M: { handles: 40, ids: 10 },
  L: { handles: 80, ids: 6 },
};

/** How much longer than the bare index a check may take for all its features. */
const OVER_BARE = 1.5;

const OURS = "gatefold can";
const CASL = "casl";
const BARE = "bare index";

/** A check by every contender on one world; ratios are between those that are asked in the same form. */
export async function decideBench(size: Size, pace: PaceName): Promise<Report> {
  const { results, absent } = await contest(Object.keys(entries), size, pace);
  const find = (name: string, form: Form) =>
    results.find(({ member }) => member.name === name && member.form === form);
  const figures = results.map((result) => {
    const { name, form, manner } = result.member;
    const ours = find(OURS, form);
    const casl = find(CASL, form);
    return {
      name,
      form,
      manner,
      nanoseconds: spreadOf(result.times),
      timesOurTime: ours && ratioOf(result, ours),
      timesAsFastAsCasl: casl && ratioOf(casl, result),
    };
  });
  const { users, roles, folders } = sizes[size];
  return {
    title: `decide ${size}: ${countText(users)} users, ${countText(roles)} roles, ${countText(folders)} folders`,
    columns: ["contender", "asked with", "a check", "middle half", `time, ${OURS} = 1`, `speed, ${CASL} = 1`],
    rows: figures.map(({ name, form, nanoseconds, timesOurTime, timesAsFastAsCasl }) => [
      name,
      form,
      ...spreadTexts(nanoseconds),
      timesOurTime ? ratioText(timesOurTime) : "-",
      timesAsFastAsCasl ? ratioText(timesAsFastAsCasl) : "-",
    ]),
    targets: (["handles", "ids"] as const).flatMap((form) =>
      targetsOf(size, form, find(OURS, form), find(CASL, form), find(BARE, form)),
    ),
    notes: absent,
    figures,
  };
}

function targetsOf(size: Size, form: Form, ours?: Result, casl?: Result, bare?: Result): Target[] {
  const least = overCasl[size]?.[form];
  const targets: Target[] = [];
  if (ours && casl && least !== undefined) {
    const measured = ratioOf(casl, ours);
    const what = `${size}, with ${form}: speed, ${CASL} = 1`;
    targets.push({ what, measured, bound: "at least", limit: least, unit: "x" });
  }
  if (ours && bare) {
    const measured = ratioOf(ours, bare);
    const what = `${size}, with ${form}: time, ${BARE} = 1`;
    targets.push({ what, measured, bound: "at most", limit: OVER_BARE, unit: "x" });
  }
  return targets;
}

/** The median of the rounds' ratios: what disturbed a round, disturbed both. */
function ratioOf(one: Result, other: Result): number {
  return spreadOf(one.times.map((time, round) => time / (other.times[round] ?? Number.NaN))).median;
}

function spreadTexts({ median, low, high }: Spread): string[] {
  return [timeText(median), `${timeText(low)} - ${timeText(high)}`];
}
