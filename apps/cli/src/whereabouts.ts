import { usage } from "./exit.ts";
import { findPlace, type Place } from "./places.ts";
import type { Session } from "./session.ts";

/** Where a thing is to be: a folder by `--on`, or `--everywhere` (null). */
export async function folderMeant(
  { api }: Session,
  { on, everywhere = false }: { readonly on?: string; readonly everywhere?: boolean },
): Promise<Place | null> {
  if (everywhere !== (on === undefined)) throw usage("Say where: --on PATH, or --everywhere.");
  return on === undefined ? null : findFolder({ api }, on);
}

/** A folder by its path or id. */
export async function findFolder({ api }: Pick<Session, "api">, path: string): Promise<Place> {
  const place = await findPlace(api, path);
  if (place.kind === "asset") throw usage(`${place.name} is a picture; name a folder.`);
  return place;
}
