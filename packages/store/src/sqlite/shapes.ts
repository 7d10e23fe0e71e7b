import { sql } from "kysely";
import { type ColumnFound, type NeedFound, type ReadShapes, shapesOf } from "../database/shapes.ts";

export const sqliteShapes: ReadShapes = async (db) => {
  const columns = await sql<ColumnFound>`
    select t.name as "table", c.name as "column", c.pk as "key"
    from sqlite_schema t join pragma_table_info(t.name) c
    where t.type = 'table' and t.name not like 'sqlite%' and t.name not like 'kysely%'
    order by t.name, c.cid`.execute(db);
  const needs = await sql<NeedFound>`
    select t.name as "table", f."table" as "needs"
    from sqlite_schema t join pragma_foreign_key_list(t.name) f where t.type = 'table'`.execute(db);
  return shapesOf(columns.rows, needs.rows);
};
