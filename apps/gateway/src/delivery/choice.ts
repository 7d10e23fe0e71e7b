import type { Asset, Connection } from "@gatefold/core";
import { demand } from "../access/access.ts";
import { connectionsServing, seenConnection } from "../account/connections.ts";
import type { View } from "../access/view.ts";
import { Refusal } from "../http/problems.ts";
import { invalid } from "../http/validation.ts";
import { deliverPermission } from "./hosts.ts";

/** How the caller says where to: by connection, by platform, or not at all where there is but one. */
export interface Wish {
  readonly connection?: string | undefined;
  readonly connector?: string | undefined;
}

/**
 * The connection that a picture is to go through, after the decision that the caller may. Throws what the decision says
 * where he may not, and `CONNECTION_AMBIGUOUS` where several would do.
 */
export function chooseConnection(view: View, asset: Asset, wish: Wish): Connection {
  const connection =
    wish.connection === undefined ? onlyOne(view, asset, wish.connector) : named(view, asset, wish);
  demand(view, deliverPermission(connection.connector), asset.id, connection.id);
  return connection;
}

/** Whoever sees the picture may name what serves it; any other connection must be one he sees. */
function named(view: View, asset: Asset, { connection: id = "", connector }: Wish): Connection {
  const serving = connectionsServing(view.state, asset.folder).find((row) => row.id === id);
  const connection = serving ?? seenConnection(view, id);
  if (connector === undefined || connector === connection.connector) return connection;
  throw invalid([{ path: "body.connector", message: "The connection is one to another platform." }]);
}

function onlyOne(view: View, asset: Asset, connector: string | undefined): Connection {
  if (connector !== undefined) mustBeKnown(view, connector);
  const serving = connectionsServing(view.state, asset.folder);
  const [first, ...others] = serving.filter((row) => connector === undefined || row.connector === connector);
  if (!first) throw noConnection(view, asset, connector);
  if (others.length === 0) return first;
  throw new Refusal("CONNECTION_AMBIGUOUS", "Several connections serve this picture; name the one to use.", {
    connections: [first, ...others].map(({ id, name, connector: platform }) => ({
      id,
      name,
      connector: platform,
    })),
  });
}

/** Which platform and connection a wish is about, whether or not they may be used; undefined where that is open. */
export function routeOf({ state }: View, { folder }: Asset, { connection, connector }: Wish) {
  const serving = connectionsServing(state, folder);
  const [only, ...others] = new Set(serving.map((row) => row.connector));
  const wanted = connector ?? (others.length === 0 ? only : undefined);
  const known = wanted !== undefined && state.get("permission", deliverPermission(wanted)) !== undefined;
  const wished = connection === undefined ? undefined : state.get("connection", connection);
  const [sole, ...rest] = serving.filter((row) => row.connector === wanted);
  return {
    connector: wished?.connector ?? (known ? wanted : undefined),
    connection: connection ?? (rest.length === 0 ? sole?.id : undefined),
  };
}

function mustBeKnown({ state }: View, connector: string): void {
  if (state.get("permission", deliverPermission(connector))) return;
  const message = "There is no such platform here; name another, or leave it out.";
  throw new Refusal("INVALID_REQUEST", message, { errors: [{ path: "body.connector", message }] });
}

/** Where a platform is named, the decision says it best. */
function noConnection(view: View, asset: Asset, connector: string | undefined): Refusal {
  if (connector !== undefined) demand(view, deliverPermission(connector), asset.id);
  return new Refusal(
    "CONNECTION_ELSEWHERE",
    "No connection serves this picture; connect a platform to its folder.",
  );
}
