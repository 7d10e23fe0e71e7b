import { sql } from "kysely";
import type { RowsOfTexts } from "../places/condition.ts";

export const sqliteRowsOfTexts: RowsOfTexts = (texts) =>
  sql`select value from json_each(${JSON.stringify(texts)})`;
