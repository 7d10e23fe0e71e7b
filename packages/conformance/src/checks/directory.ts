import type { ExternalUser } from "@gatefold/connector-sdk";

import type { Bench } from "../bench.ts";
import type { Plan } from "../plan.ts";
import type { Target } from "../target.ts";
import { became, CheckFailed, hold, short, told } from "../verdicts.ts";

const group = "directory";
const MOST_PAGES = 50;

const peopleOf = ({ target }: Bench) => {
  const { people } = target;
  hold(people !== undefined, {
    expected: "a target that says whom the fake knows, since the connector has a directory",
    seen: "no `people`",
    mend: "name everybody's ids, who must be found and who must not",
  });
  return people;
};

const turnsEveryPage: Plan = {
  number: 11,
  name: "lists everybody once, page by page",
  group,
  skippable: true,
  absent: ({ connector }: Target) => (connector.directory?.list ? null : "the platform lists no people"),
  async run(bench) {
    const { everybody } = peopleOf(bench);
    const whole = await walk(bench);
    hold(short(whole.toSorted()) === short([...everybody].toSorted()), {
      expected: `everybody once: ${short([...everybody].toSorted())}`,
      seen: short(whole.toSorted()),
      mend: "follow the platform's own mark of a next page to the end; a short or empty page is not the last",
    });
    const lists = bench.watch.asked.filter(({ verb }) => verb === "directory").length;
    hold(lists > 1, {
      expected: "a fake with more people than one page holds",
      seen: `${lists} request for all`,
      mend: "put more people into the fake's first account",
    });
    bench.wire.seen.length = 0;
    let met = 0;
    bench.spoil(({ method }) => method === "GET" && (met += 1) === 2, {
      kind: "answer",
      status: 429,
      headers: { "retry-after": "2" },
    });
    const waited = await became(walk(bench));
    hold(waited.kind === "answer" && short(waited.answer.toSorted()) === short([...everybody].toSorted()), {
      expected: "the same after a 429 in the middle",
      seen: told(waited),
      mend: "let the host wait; keep no place of your own between pages but the cursor",
    });
  },
};

const walk = async (bench: Bench): Promise<string[]> => {
  const { people } = bench.host();
  const ids: string[] = [];
  let cursor: string | null = null;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { items, next } = await people.list(bench.connection("first"), cursor);
    ids.push(...items.map(({ id }: ExternalUser) => id));
    if (next === null) return ids;
    cursor = next;
  }
  throw new CheckFailed({
    expected: `an end within ${MOST_PAGES} pages`,
    seen: "none: does a cursor repeat itself?",
    mend: "answer `next: null` where the platform names no next page",
  });
};

const findsTheRightOne: Plan = {
  number: 12,
  name: "finds people as they are, and nobody where it is not sure",
  group,
  skippable: true,
  absent: ({ connector }: Target) => (connector.directory ? null : "the platform's API names no people"),
  async run(bench) {
    const { found, lost } = peopleOf(bench);
    const { people } = bench.host();
    const at = bench.connection("first");
    for (const { by, as } of found) {
      const user = await people.find(at, by);
      const differs = Object.entries(as).filter(
        ([key, value]) => short(new Map(Object.entries(user ?? {})).get(key)) !== short(value),
      );
      hold(user !== undefined && differs.length === 0, {
        expected: `${short(by)} to be found as ${short(as)}`,
        seen: short(user),
        mend: "report status, kind and what is proved as the platform has it; `unknown` where it does not say",
      });
    }
    for (const by of lost) {
      const user = await people.find(at, by);
      hold(user === undefined, {
        expected: `nobody for ${short(by)}`,
        seen: `${user?.id} was found`,
        mend: "answer undefined unless there is surely one: the first of two may be the wrong person",
      });
    }
    hold(found.length > 0 && lost.length > 0, {
      expected: "people of the target that must be found, and some that must not",
      seen: `${found.length} and ${lost.length}`,
      mend: "name an unknown id and, where people are found by address, an address of two",
    });
  },
};

export const directoryChecks: readonly Plan[] = [turnsEveryPage, findsTheRightOne];
