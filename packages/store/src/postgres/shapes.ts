import { sql } from "kysely";
import { type ColumnFound, type NeedFound, type ReadShapes, shapesOf } from "../database/shapes.ts";

export const postgresShapes: ReadShapes = async (db) => {
  const columns = await sql<ColumnFound>`
    select t.relname as "table", c.attname as "column",
      coalesce(array_position(i.indkey::int2[], c.attnum) + 1, 0) as "key"
    from pg_class t
    join pg_namespace n on n.oid = t.relnamespace and n.nspname = current_schema()
    join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped
    left join pg_index i on i.indrelid = t.oid and i.indisprimary
    where t.relkind = 'r' and t.relname not like 'kysely%'
    order by t.relname, c.attnum`.execute(db);
  const needs = await sql<NeedFound>`
    select t.relname as "table", f.relname as "needs"
    from pg_constraint c
    join pg_class t on t.oid = c.conrelid
    join pg_class f on f.oid = c.confrelid
    join pg_namespace n on n.oid = t.relnamespace and n.nspname = current_schema()
    where c.contype = 'f'`.execute(db);
  return shapesOf(columns.rows, needs.rows);
};
