import type { Kysely } from "kysely";

/** What is in a folder is found without looking at every other. */
export async function contents({ schema }: Kysely<unknown>): Promise<void> {
  await schema.createIndex("foldersInFolder").on("folders").columns(["account", "parent", "id"]).execute();
  await schema.createIndex("assetsInFolder").on("assets").columns(["account", "folder"]).execute();
}
