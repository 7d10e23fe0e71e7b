import type { Permission } from "./model.ts";
import type { State } from "./state/state.ts";

/**
 * Forms in which a built-in permission was shipped and no longer is. A release that changes one adds the old form here, so
 * that accounts which still have it follow.
 */
export const formerBuiltIns: readonly Permission[] = [];

/**
 * What an account lacks of a catalogue, or still has in a form that Gatefold shipped before. What is there in any other form
 * was redefined for this account and stays, and so does a name that the account uses as an alias. Nothing is taken away.
 */
export function outdatedPermissions(
  state: State,
  catalogue: readonly Permission[],
  former: readonly Permission[] = formerBuiltIns,
): Permission[] {
  const shipped = new Set(former.map(formOf));
  const feature = featureOfDeliveries(state);
  return catalogue.flatMap((permission) => {
    const there = state.get("permission", permission.id);
    if (!there) {
      const isAlias = state.find("permissionsAliased", permission.id).length > 0;
      return isAlias ? [] : [permission.connector === null ? permission : { ...permission, feature }];
    }
    if (formOf(there) === formOf(permission)) return [];
    return shipped.has(formOf(there)) || isRenamed(there, permission) ? [permission] : [];
  });
}

/** Where an account has deliveries, and none without its plan, a new one waits for that feature of the plan as well. */
function featureOfDeliveries(state: State): string | null {
  const features = [...state.all("permission")].flatMap((permission) =>
    permission.connector === null ? [] : [permission.feature],
  );
  return features.includes(null) ? null : (features[0] ?? null);
}

/** A delivery as it is shipped, of a connector that had another name. */
function isRenamed(there: Permission, { description, ...now }: Permission): boolean {
  const named = /^Bring assets into .+\.$/;
  return (
    named.test(description) &&
    named.test(there.description) &&
    formOf({ ...now, description: there.description }) === formOf(there)
  );
}

function formOf({ id, level, needs, feature, connector, description, aliases }: Permission): string {
  return JSON.stringify([id, level, needs, feature, connector, description, aliases]);
}
