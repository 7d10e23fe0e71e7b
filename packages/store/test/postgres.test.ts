import { afterAll, beforeAll } from "vitest";
import { postgresHarnesses } from "./postgres-harness.ts";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";
import { storeSuite } from "./suite/suite.ts";

let server: PostgresServer;
let open: ReturnType<typeof postgresHarnesses>;
beforeAll(async () => {
  server = await startPostgres();
  open = postgresHarnesses(server);
});
afterAll(() => server.remove());

storeSuite("PostgreSQL", () => open());
