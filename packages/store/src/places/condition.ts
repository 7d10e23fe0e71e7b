import type { AssetGates, FolderScope, Scope } from "@gatefold/core";
import { type RawBuilder, sql, type SqlBool } from "kysely";

/** These texts as the rows of a subquery, in one bound parameter however many they are; each database says how. */
export type RowsOfTexts = (texts: readonly string[]) => RawBuilder<unknown>;

/** Is the column's text one of these? One is looked up along an index, in its order; of many, one parameter is made. */
export function isOneOf(column: string, texts: readonly string[], rowsOf: RowsOfTexts): RawBuilder<SqlBool> {
  const [only] = texts;
  if (texts.length === 1) return sql`${sql.ref(column)} = ${only}`;
  return sql`${sql.ref(column)} in (${rowsOf(texts)})`;
}

type Condition = RawBuilder<SqlBool>;

export interface ScopeConditions {
  /** Of rows of `folders`. */
  folders(account: string, scope: Scope): Condition;
  /** Of rows of `assets`. */
  assets(account: string, scope: Scope): Condition;
}

const never: Condition = sql`1 = 0`;

/**
 * What a scope means to the current-state tables, as conditions of a query: a database then answers with what is in the
 * scope and looks at nothing else. It walks down from where the scope begins, or (where it is everywhere) from where it ends.
 */
export function createScopeConditions(rowsOf: RowsOfTexts): ScopeConditions {
  /** Folders at and below these, without those and what is below them. A cross join is taken in its order: down the tree. */
  const region = (account: string, from: readonly string[], without: readonly string[]) => {
    const stop = without.length === 0 ? sql`` : sql`and child.id not in (${rowsOf(without)})`;
    return sql`with recursive region(id) as (
      select id from folders where account = ${account} and id in (${rowsOf(from)})
      union all
      select child.id from region cross join folders as child
        where child.account = ${account} and child.parent = region.id ${stop}
    ) select id from region`;
  };
  const isInside = (column: RawBuilder<unknown>, account: string, scope: FolderScope): Condition => {
    const { everywhere, include, except } = scope;
    if (!everywhere)
      return include.length === 0 ? never : sql`${column} in (${region(account, include, except)})`;
    return except.length === 0 ? sql`1 = 1` : sql`${column} not in (${region(account, except, include)})`;
  };
  return {
    folders(account, scope) {
      if (scope.level === "account") return never;
      const inside =
        scope.level === "workspace"
          ? sql<SqlBool>`id in (${rowsOf(scope.workspaces)})`
          : isInside(sql`id`, account, scope);
      return sql`(${ofAccount(account)} and ${inside})`;
    },
    assets(account, scope) {
      if (scope.level !== "folder") return never;
      const gates = gatesOf(scope.gates);
      const inFolders = sql<SqlBool>`(${ofAccount(account)} and ${isInside(sql`folder`, account, scope)} ${gates})`;
      if (scope.assets.length === 0) return inFolders;
      const alone = sql`(${ofAccount(account)} and id in (${rowsOf(scope.assets)}) ${gates})`;
      return sql`(${inFolders} or ${alone})`;
    },
  };
}

const ofAccount = (account: string) => sql`account = ${account}`;

function gatesOf({ approved, unexpiredAt }: AssetGates): RawBuilder<unknown> {
  const isApproved = approved ? sql`and approved = 1` : sql``;
  const isUnexpired = unexpiredAt === null ? sql`` : sql`and (expires is null or expires > ${unexpiredAt})`;
  return sql`${isApproved} ${isUnexpired}`;
}
