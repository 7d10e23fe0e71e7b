import { DatabaseSync } from "node:sqlite";
import { faultOf } from "../sqlite/faults.ts";

/** Hashes handed out at a time. */
const PAGE = 500;

/** Hashes of pictures, each once and in their order: however many there are, a few are held. */
export interface HashList extends Disposable {
  add(sha256: string): void;
  readonly count: number;
  pages(): Generator<string[]>;
}

/** Kept in a database without a name: the system's temporary files have what is too much for memory, and it ends with it. */
export function createHashList(): HashList {
  const spool = new DatabaseSync("");
  spool.exec("pragma journal_mode = off; create table hashes (sha256 text primary key) without rowid");
  const insert = spool.prepare("insert or ignore into hashes values (?)");
  const select = spool.prepare(`select sha256 from hashes where sha256 > ? order by sha256 limit ${PAGE}`);
  let count = 0;
  return {
    add(sha256) {
      try {
        count += Number(insert.run(sha256).changes);
      } catch (error) {
        throw faultOf(error);
      }
    },
    get count() {
      return count;
    },
    *pages() {
      for (let last = ""; ;) {
        const page = select.all(last).map((row) => String(row["sha256"]));
        if (page.length > 0) yield page;
        last = page.at(-1) ?? "";
        if (page.length < PAGE) return;
      }
    },
    [Symbol.dispose]: () => spool.close(),
  };
}
