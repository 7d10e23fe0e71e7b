import type { Queries } from "../world/queries.ts";
import type { World } from "../world/world.ts";

/** What a caller has in hand: the contender's own objects or numbers, or nothing but ids from outside. */
export type Form = "handles" | "ids";

/** Somebody who answers the queries. */
export interface Contender {
  readonly name: string;
  readonly form: Form;
  /** How the world is said in its terms. */
  readonly manner: string;
  /**
   * Answers the queries from this one up to (without) that one; how many are allowed. The timed loop: each contender
   * writes its own, since a shared one would be compiled for all of them at once, and for none well.
   */
  run(from: number, to: number): number;
}

export type Entry = (world: World, queries: Queries) => Contender[] | Promise<Contender[]>;

/** The first query that a contender answers wrongly; -1 where it answers as it should. */
export function firstWrong(contender: Contender, { count, allowed }: Queries): number {
  for (let query = 0; query < count; query += 1) {
    if (contender.run(query, query + 1) !== allowed[query]) return query;
  }
  return -1;
}
