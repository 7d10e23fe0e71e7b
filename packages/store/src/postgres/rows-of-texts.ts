import { sql } from "kysely";
import type { RowsOfTexts } from "../places/condition.ts";

export const postgresRowsOfTexts: RowsOfTexts = (texts) =>
  sql`select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb)`;
