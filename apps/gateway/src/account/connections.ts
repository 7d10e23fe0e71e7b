import { type Connection, ROOT, type State } from "@gatefold/core";
import { pathOf, seenFolder, sightFor } from "../access/access.ts";
import { demandEverywhere, demandThroughout, mayEverywhere, mayThroughout } from "../access/everywhere.ts";
import type { View } from "../access/view.ts";
import { notFound } from "../http/problems.ts";

/** The connections that serve a folder: those that live at it or above, or at no folder. */
export function connectionsServing(state: State, folder: string): Connection[] {
  const above = new Set(pathOf(state, folder).map(({ id }) => id));
  return [...state.all("connection")].filter(
    (connection) => connection.folder === null || above.has(connection.folder),
  );
}

/** A connection may be known where one sees something that it serves. */
export function seesConnection(view: View, { folder }: Connection): boolean {
  const sight = sightFor(view);
  if (folder !== null) return sight.navigates(folder);
  return view.state.find("foldersIn", ROOT).some(({ id }) => sight.navigates(id));
}

/** The connection, or `NOT_FOUND` where it is missing or hidden. */
export function seenConnection(view: View, id: string): Connection {
  const connection = view.state.get("connection", id);
  if (!connection || !seesConnection(view, connection)) throw notFound();
  return connection;
}

/** Managing a connection is asked at every folder it serves. */
export function mayManage(view: View, { folder }: Pick<Connection, "folder">): boolean {
  return folder === null
    ? mayEverywhere(view, "connections.manage")
    : mayThroughout(view, "connections.manage", folder);
}

export function demandManage(view: View, { folder }: Pick<Connection, "folder">): void {
  if (folder === null) demandEverywhere(view, "connections.manage");
  else demandThroughout(view, "connections.manage", seenFolder(view, folder).id);
}
