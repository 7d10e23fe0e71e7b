import { sql } from "kysely";
import type { SqlValue } from "../database/columns.ts";
import type { TableShape } from "../database/shapes.ts";
import type { Database } from "../database/tables.ts";

export type Row = Readonly<Record<string, SqlValue>>;

/** Rows that are held at a time. */
const PAGE = 500;

/** A table's rows in the order of its key, in pages: however many there are, a few are held. */
export async function* rowsOf(view: Database, shape: TableShape): AsyncGenerator<Row[]> {
  const { name, columns, key } = shape;
  const keyColumns = sql.join(key.map((column) => sql.ref(column)));
  const wanted = sql.join(columns.map((column) => sql.ref(column)));
  for (let last: Row | undefined; ;) {
    const after =
      last === undefined
        ? sql``
        : sql`where (${keyColumns}) > (${sql.join(key.map((column) => last?.[column]))})`;
    const { rows } = await sql<Row>`
      select ${wanted} from ${sql.table(name)} ${after} order by ${keyColumns} limit ${sql.lit(PAGE)}`.execute(
      view,
    );
    if (rows.length > 0) yield rows;
    last = rows.at(-1);
    if (rows.length < PAGE) return;
  }
}

export async function countRows(view: Database, { name }: TableShape): Promise<number> {
  const { rows } = await sql<{ rows: number }>`select count(*) as "rows" from ${sql.table(name)}`.execute(
    view,
  );
  return rows[0]?.rows ?? 0;
}

export async function hasRows(view: Database, { name }: TableShape): Promise<boolean> {
  return (await sql`select 1 as "one" from ${sql.table(name)} limit 1`.execute(view)).rows.length > 0;
}

export async function insertRows(db: Database, { name }: TableShape, rows: readonly Row[]): Promise<void> {
  await db
    .withTables<Record<string, Row>>()
    .insertInto(name)
    .values([...rows])
    .execute();
}
