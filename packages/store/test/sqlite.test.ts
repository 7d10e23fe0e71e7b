import { openSqliteHarness } from "./sqlite-harness.ts";
import { storeSuite } from "./suite/suite.ts";

storeSuite("SQLite", openSqliteHarness);
