import {
  ColumnDefinitionNode,
  type DataTypeNode,
  type Dialect,
  PostgresDialect,
  type PostgresPool,
  PostgresQueryCompiler,
} from "kysely";

/** Kysely over PostgreSQL. What only PostgreSQL does is said in this folder and nowhere else. */
export function postgresDialect(pool: PostgresPool): Dialect {
  const dialect = new PostgresDialect({ pool });
  return {
    createDriver: () => dialect.createDriver(),
    createQueryCompiler: () => new QueryCompiler(),
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (kysely) => dialect.createIntrospector(kysely),
  };
}

/**
 * Texts are compared by their bytes, as SQLite does: an index over ids then outlives a new version of the system's
 * language rules, which would leave it in the wrong order.
 */
class QueryCompiler extends PostgresQueryCompiler {
  protected override visitDataType(node: DataTypeNode): void {
    super.visitDataType(node);
    const ofColumn = this.parentNode !== undefined && ColumnDefinitionNode.is(this.parentNode);
    if (ofColumn && node.dataType === "text") this.append(' collate "C"');
  }
}
