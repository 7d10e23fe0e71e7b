import { argv, stdout } from "node:process";
import { createPostgresStore, createSqliteStore } from "../src/index.ts";
import { authorOf, folderCreated, founding } from "./suite/author.ts";

/**
 * Appends without end, and prints each sequence number once its append is acknowledged: for the test that kills it.
 * Arguments: the database's file or address, the master key's file.
 */
const [database = "", masterKeyFile = ""] = argv.slice(2);
const store = database.startsWith("postgres:")
  ? await createPostgresStore({ url: database, masterKeyFile })
  : await createSqliteStore({ file: database, masterKeyFile });
const author = await authorOf(store);
if (author.head.seq === 0) await author.write(founding(author.account));
for (;;) {
  const next = author.head.seq + 1;
  const { seq } = await author.write(
    [folderCreated(`f${next}`), folderCreated(`f${next}-below`, `f${next}`)],
    {
      sealed: { connection: "c1", secrets: { seq: next + 1 } },
    },
  );
  stdout.write(`${seq}\n`);
}
