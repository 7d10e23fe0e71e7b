import type { Millis } from "@gatefold/core";
import type { Look, Store } from "@gatefold/store";
import { decideFor } from "../access/access.ts";
import type { View } from "../access/view.ts";

/**
 * Looks, counted in memory and handed to the store's own thread once a second: a request only adds one to a number. What a
 * process counted since the last time is lost where it is killed.
 */
export interface LookCounts {
  note(
    user: { readonly account: string; readonly user: string },
    permission: string,
    place: string,
    code: string,
  ): void;
  flush(): Promise<void>;
}

interface Cell {
  count: number;
}

type ByCode = Map<string, Cell>;
type ByPlace = Map<string, ByCode>;
type ByPermission = Map<string, ByPlace>;
type ByUser = Map<string, ByPermission>;
type ByAccount = Map<string, ByUser>;

const MINUTE = 60_000;
/** While the database is away, so many wait; what is counted beyond is lost. */
const MOST_WAITING = 100_000;

export function createLookCounts(looks: Pick<Store["looks"], "add">, clock: () => Millis): LookCounts {
  let minute = 0;
  let counted: ByAccount = new Map();
  let waiting: Look[] = [];
  let running: Promise<void> = Promise.resolve();

  function seal(): void {
    for (const look of looksIn(counted, minute)) {
      if (waiting.length === MOST_WAITING) break;
      waiting.push(look);
    }
    counted = new Map();
  }

  async function send(): Promise<void> {
    seal();
    const sent = waiting;
    if (sent.length === 0) return;
    waiting = [];
    try {
      await looks.add(sent);
    } catch (error) {
      waiting = [...sent, ...waiting].slice(0, MOST_WAITING);
      throw error;
    }
  }

  return {
    note({ account, user }, permission, place, code) {
      const now = Math.floor(clock() / MINUTE) * MINUTE;
      if (now !== minute) {
        seal();
        minute = now;
      }
      // Maps in maps: to look up what is counted already, nothing is made.
      const users = under<ByUser>(counted, account);
      const places = under<ByPlace>(under<ByPermission>(users, user), permission);
      const codes = under<ByCode>(places, place);
      const cell = codes.get(code);
      if (cell) cell.count += 1;
      else codes.set(code, { count: 1 });
    },
    flush() {
      // After one that is under way: whoever waits for this has seen both.
      running = running.then(send, send);
      return running;
    },
  };
}

function under<Inner extends Map<string, unknown>>(outer: Map<string, Inner>, key: string): Inner {
  const known = outer.get(key);
  if (known) return known;
  const made = new Map() as Inner;
  outer.set(key, made);
  return made;
}

function* looksIn(counted: ByAccount, minute: Millis): Generator<Look> {
  for (const [account, users] of counted)
    for (const [user, permissions] of users)
      for (const [permission, places] of permissions)
        for (const [place, codes] of places)
          for (const [code, { count }] of codes)
            yield { account, minute, user, permission, place, code, count };
}

/** Counts a look at a folder or an asset with how it was decided; what is not there is nobody's to look at. */
export function noteLook({ looks }: { readonly looks: LookCounts }, view: View, place: string): void {
  const { state, caller } = view;
  if (!state.get("asset", place) && !state.get("folder", place)) return;
  const { code } = decideFor(view, { permission: "asset.view", at: place });
  looks.note(caller.principal, "asset.view", place, code);
}
