import type { GateCode } from "../decisions/decision.ts";
import type { AssetConditions } from "../decisions/gates.ts";
import type { Millis } from "../model.ts";
import type { Connectors } from "./connectors.ts";
import type { Closure, CompiledPermission, Part } from "./permissions.ts";
import { ACCOUNT, APPROVED, ASSET, type Places, WORKSPACE } from "./places.ts";

/** The gates that a place and a connection decide on. They bind everybody, all access too. */
export class Gates {
  readonly #places: Places;
  readonly #connectors: Connectors;

  constructor(places: Places, connectors: Connectors) {
    this.#places = places;
    this.#connectors = connectors;
  }

  /** Is this a place of the level at which the permission is asked? */
  fits({ permission: { level } }: CompiledPermission, place: number): boolean {
    if (level === "account") return place === ACCOUNT;
    if (!Number.isInteger(place)) return false;
    return level === "workspace" ? this.#isWorkspace(place) : this.#places.isThere(place);
  }

  /** Are all gates open for a permission with all it needs, plan and status aside? */
  areOpen(closure: Closure, place: number, now: Millis, connection: string | undefined): boolean {
    return (
      (!closure.ofWorkspace || this.#isWorkspace(place)) &&
      this.#serve(closure.here, place, connection) &&
      this.#serve(closure.atAccount, ACCOUNT, connection) &&
      this.#shutAtAsset(closure.conditions, place, now) === undefined
    );
  }

  /** The first gate that is shut for the permission itself, its user's status and the account's aside. */
  firstShut(
    compiled: CompiledPermission,
    place: number,
    now: Millis,
    connection: string | undefined,
  ): GateCode | undefined {
    if (!compiled.planned) return "PLAN_FEATURE_MISSING";
    const { connector } = compiled.permission;
    if (connector !== null) {
      if (!this.#connectors.isOn(connector)) return "CONNECTOR_OFF";
      if (!this.#connectors.serve(connector, place, connection)) return "CONNECTION_ELSEWHERE";
    }
    return this.#shutAtAsset(compiled.conditions, place, now);
  }

  #serve({ connectors }: Part, place: number, connection: string | undefined): boolean {
    return connectors.every((connector) => this.#connectors.serve(connector, place, connection));
  }

  #shutAtAsset({ approved, unexpired }: AssetConditions, place: number, now: Millis): GateCode | undefined {
    const node = this.#places.nodeOf(place);
    if (!(node & ASSET) || !unexpired) return undefined;
    const end = this.#places.expires(place);
    // Written so that a time that is no number ends what has an end.
    if (end !== undefined && !(now < end)) return "ASSET_EXPIRED";
    return approved && !(node & APPROVED) ? "ASSET_NOT_APPROVED" : undefined;
  }

  #isWorkspace(place: number): boolean {
    return (this.#places.nodeOf(place) & WORKSPACE) !== 0;
  }
}
