import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type SelectModifierNode,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  SqliteQueryCompiler,
  type SqliteStatement,
  type TransactionSettings,
} from "kysely";
import { faultOf } from "./faults.ts";
import { patiently } from "./patience.ts";

/** Prepared statements kept ready; a batch of every length makes one, so there must be an end to them. */
const KEPT_STATEMENTS = 200;

/** Kysely over Node's built-in SQLite. What only SQLite does is said in this folder and nowhere else. */
export function sqliteDialect(db: DatabaseSync): Dialect {
  const database = statementsOf(db);
  const dialect = new SqliteDialect({ database });
  return {
    createDriver: () => new Driver(db, database),
    createQueryCompiler: () => new QueryCompiler(),
    createAdapter: () => new Adapter(),
    createIntrospector: (kysely) => dialect.createIntrospector(kysely),
  };
}

class Driver extends SqliteDriver {
  readonly #db: DatabaseSync;
  #connection: DatabaseConnection | undefined;

  constructor(db: DatabaseSync, database: SqliteDatabase) {
    super({ database });
    this.#db = db;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= patient(this.#db, await super.acquireConnection());
    return this.#connection;
  }

  /**
   * A writer takes the write lock at once: a transaction that reads first and writes later would meet another
   * process's write in between and fail with SQLITE_BUSY, which no waiting mends.
   */
  override async beginTransaction(
    connection: DatabaseConnection,
    settings?: TransactionSettings,
  ): Promise<void> {
    const begin = settings?.accessMode === "read only" ? "begin" : "begin immediate";
    await connection.executeQuery(CompiledQuery.raw(begin));
  }

  /** SQLite rolls back by itself on a full disk and the like; rolling back again would hide that error. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#db.isTransaction) await super.rollbackTransaction(connection);
  }
}

/** A statement that found the database busy is tried again, unless it is part of a transaction. */
function patient(db: DatabaseSync, connection: DatabaseConnection): DatabaseConnection {
  return {
    async executeQuery<Row>(query: CompiledQuery<Row>) {
      try {
        return await patiently(
          () => connection.executeQuery(query),
          () => !db.isTransaction,
        );
      } catch (error) {
        throw faultOf(error);
      }
    },
    streamQuery: (query, size) => connection.streamQuery(query, size),
  };
}

/** One writer at a time needs no locks on rows, and has no words for them. */
class QueryCompiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (node.modifier === "Distinct") super.visitSelectModifier(node);
  }
}

/** SQLite does roll back changes of the schema; so a migration that was killed half-way leaves nothing behind. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function statementsOf(db: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    prepare(sql) {
      const statement = kept.get(sql) ?? statementOf(db.prepare(sql));
      // Put again at the end: the first in the map is the one used longest ago.
      kept.delete(sql);
      kept.set(sql, statement);
      const [oldest] = kept.keys();
      if (kept.size > KEPT_STATEMENTS && oldest !== undefined) kept.delete(oldest);
      return statement;
    },
    close: () => db.close(),
  };
}

function statementOf(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
    run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
    iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
  };
}
