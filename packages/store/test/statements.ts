import { DatabaseSync, type StatementSync } from "node:sqlite";
import { Client } from "pg";

/** Told of the statements that a store sends to its database, whichever it is: past its code, at the driver. */
export interface StatementWatch {
  /** This one was done; where it is part of a transaction, that is still open. */
  readonly done: (statement: string) => void;
  /** SQLite: does the commit, and all else that takes the thread. */
  readonly within: <Result>(statement: string, run: () => Result) => Result;
  /** PostgreSQL: this one is on its way to the server, and nothing has come back. */
  readonly sent: (statement: string) => void;
}

/** Watches all that this process sends from now on. For processes of tests that live for nothing else. */
export function watchStatements(watch: StatementWatch): void {
  around(DatabaseSync.prototype, "prepare", (prepare) => {
    const [sql, statement] = prepare();
    for (const way of ["run", "all"]) {
      around(statement as StatementSync, way, (run) => {
        const result = watch.within(sql, () => run()[1]);
        watch.done(sql);
        return result;
      });
    }
    return statement;
  });
  around(Client.prototype, "query", (query) => {
    const [sql, answer] = query();
    if (typeof sql !== "string") return answer;
    watch.sent(sql);
    return answer instanceof Promise ? answer.then((result: unknown) => (watch.done(sql), result)) : answer;
  });
}

/** Puts `watched` around a method: it is given the call, which answers the first argument and the result. */
export function around(
  object: object,
  method: string,
  watched: (call: () => readonly [string, unknown], self: unknown) => unknown,
): void {
  const original = Reflect.get(object, method) as (...given: unknown[]) => unknown;
  Reflect.set(object, method, function instead(this: unknown, ...given: unknown[]) {
    const call = () => [given[0] as string, original.apply(this, given)] as const;
    return watched(call, this);
  });
}
