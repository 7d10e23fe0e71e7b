import type { Holdings } from "../decisions/holdings.ts";

/** The same for all who hold the same, whoever gave it to them and by whichever group. */
export function signatureOf({ grants, overrides }: Holdings): string {
  const rows = grants.map(({ grant: { folders, asset, collection, from, until }, role }) =>
    JSON.stringify([role.id, folders, asset, collection, from, until]),
  );
  const marks = overrides.map(({ effect, permission, folder, from, until }) =>
    JSON.stringify([effect, permission, folder, from, until]),
  );
  return JSON.stringify([rows.toSorted(), marks.toSorted()]);
}
