import type { GateCode } from "./decision.ts";
import { hasEnded } from "./holdings.ts";
import type { Inquiry } from "./inquiry.ts";
import type { Asset, Connection, Millis, Permission } from "../model.ts";
import type { Place } from "./place.ts";

/** A gate that is shut, and what it waits for: a plan feature, a connector, or nothing that has a name. */
export interface Gate {
  readonly code: GateCode;
  readonly wants: string | null;
}

/** The first gate that is shut. Gates bind everybody, all access too. */
export function shutGate(inquiry: Inquiry, permission: Permission, place: Place): Gate | undefined {
  const { user, account } = inquiry;
  if (user.status !== "active") return { code: "USER_SUSPENDED", wants: null };
  if (account.status !== "active") return { code: "ACCOUNT_SUSPENDED", wants: null };
  if (permission.feature !== null && !account.plan.features.includes(permission.feature)) {
    return { code: "PLAN_FEATURE_MISSING", wants: permission.feature };
  }
  return connectorGate(inquiry, permission, place) ?? assetGate(permission, place.asset, inquiry.now);
}

function connectorGate(inquiry: Inquiry, permission: Permission, place: Place): Gate | undefined {
  const { connector } = permission;
  if (connector === null) return undefined;
  const connections = inquiry.state.find("connectionsOf", connector);
  if (connections.length === 0) return { code: "CONNECTOR_OFF", wants: connector };
  const named = inquiry.connection;
  const serving = connections.some(
    (connection) => (named === undefined || connection.id === named) && serves(connection, place),
  );
  return serving ? undefined : { code: "CONNECTION_ELSEWHERE", wants: connector };
}

/** A connection serves its folder and all below; without a folder, everything. To the account any will do. */
function serves(connection: Connection, place: Place): boolean {
  return place.at === null || connection.folder === null || place.heights.has(connection.folder);
}

/** What a permission asks of each asset. */
export interface AssetConditions {
  readonly approved: boolean;
  readonly unexpired: boolean;
}

/** Whatever leaves the library must be approved and not expired; a download not expired. */
export function assetConditionsOf(permission: Permission): AssetConditions {
  const approved = isExit(permission);
  return { approved, unexpired: approved || permission.id === "asset.download" };
}

function assetGate(permission: Permission, asset: Asset | null, now: Millis): Gate | undefined {
  if (!asset) return undefined;
  const { approved, unexpired } = assetConditionsOf(permission);
  if (unexpired && hasEnded({ from: null, until: asset.expires }, now))
    return { code: "ASSET_EXPIRED", wants: null };
  if (approved && !asset.approved) return { code: "ASSET_NOT_APPROVED", wants: null };
  return undefined;
}

/** Does an asset leave the library by this permission? */
function isExit(permission: Permission): boolean {
  return (
    permission.connector !== null ||
    permission.id.startsWith("deliver.") ||
    permission.id === "asset.share" ||
    permission.id === "placements.manage"
  );
}
