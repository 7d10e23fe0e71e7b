import { type AssetConditions, assetConditionsOf } from "../decisions/gates.ts";
import type { Account, Permission } from "../model.ts";
import type { State } from "../state/state.ts";
import { Names } from "./names.ts";
import type { Numbers } from "./numbers.ts";

/** One permission as the index asks for it: a bit in a word of a mask, with what it needs. */
export interface CompiledPermission {
  readonly permission: Permission;
  readonly number: number;
  readonly word: number;
  readonly bit: number;
  /** Is its own feature in the plan? */
  readonly planned: boolean;
  readonly conditions: AssetConditions;
  /** In order; undefined where a need is not in the catalogue, or asked at a place that can't be named from here. */
  readonly needs: readonly (CompiledPermission | undefined)[];
  /** It and all it needs, near and far; undefined where a need can never be met. */
  readonly closure: Closure | undefined;
}

/** What must all be allowed: those asked at the place itself, and those asked at the account. */
export interface Closure {
  readonly here: Part;
  readonly atAccount: Part;
  /** Are all of their features in the plan? */
  readonly planned: boolean;
  /** Is one of them asked at a workspace's folder only? */
  readonly ofWorkspace: boolean;
  readonly conditions: AssetConditions;
  /** Does the plan decide alone on the gates of all of them? */
  readonly isPlain: boolean;
}

export interface Part {
  readonly masks: readonly WordMask[];
  readonly connectors: readonly string[];
}

export interface WordMask {
  readonly word: number;
  readonly mask: number;
}

/** The catalogue under one plan. Bits are given in the catalogue's order. */
export interface CompiledCatalogue {
  readonly account: Account | undefined;
  /** Is the account there and active? */
  readonly open: boolean;
  /** How many 32-bit words a mask of all permissions has. */
  readonly words: number;
  /** By number. */
  readonly permissions: readonly (CompiledPermission | undefined)[];
  readonly inOrder: readonly CompiledPermission[];
  /**
   * By permission: the word and the mask of all that must be had where no gate is left to ask and all is asked at the
   * place itself, in one word; else a mask of 0.
   */
  readonly plainWords: Int32Array;
  readonly plainMasks: Int32Array;
  /** The number by id, and by each alias that stands for one permission alone. */
  readonly byName: Names;
}

type Growing = { -readonly [Key in keyof CompiledPermission]: CompiledPermission[Key] };

/** `numbers`: those that permissions have had before, and will keep. */
export function compileCatalogue(state: State, numbers: Numbers): CompiledCatalogue {
  const [account] = state.all("account");
  const open = account?.status === "active";
  const inOrder = linked(compiledOneByOne(state, new Set(account?.plan.features), numbers));
  const byNumber = new Map(inOrder.map((compiled) => [compiled.number, compiled]));
  const permissions = Array.from({ length: numbers.size }, (_, number) => byNumber.get(number));
  const plain = permissions.map((compiled) =>
    open && compiled?.closure ? plainMaskOf(compiled.closure) : none,
  );
  return {
    account,
    open,
    words: Math.max(1, (numbers.size + 31) >>> 5),
    permissions,
    inOrder,
    plainWords: Int32Array.from(plain, ({ word }) => word),
    plainMasks: Int32Array.from(plain, ({ mask }) => mask),
    byName: numbersByName(state, inOrder),
  };
}

function compiledOneByOne(state: State, features: ReadonlySet<string>, numbers: Numbers): Growing[] {
  return Array.from(state.all("permission"), (permission) => {
    const number = numbers.of(permission.id);
    return {
      permission,
      number,
      word: number >>> 5,
      bit: 1 << (number & 31),
      planned: permission.feature === null || features.has(permission.feature),
      conditions: assetConditionsOf(permission),
      needs: [],
      closure: undefined,
    };
  });
}

function linked(permissions: readonly Growing[]): readonly CompiledPermission[] {
  const byId = new Map(permissions.map((compiled) => [compiled.permission.id, compiled]));
  for (const compiled of permissions) {
    compiled.needs = compiled.permission.needs.map((id) => askedFrom(compiled, byId.get(id)));
  }
  for (const compiled of permissions) compiled.closure = closureOf(compiled);
  return permissions;
}

const none: WordMask = { word: 0, mask: 0 };

function plainMaskOf({ isPlain, planned, here, atAccount }: Closure): WordMask {
  const [only, ...others] = here.masks;
  const isSimple = isPlain && planned && others.length === 0 && atAccount.masks.length === 0;
  return isSimple && only ? only : none;
}

/** What is asked at the account can't need what is asked at a place. */
function askedFrom(
  { permission }: CompiledPermission,
  need: CompiledPermission | undefined,
): CompiledPermission | undefined {
  return permission.level === "account" && need?.permission.level !== "account" ? undefined : need;
}

function closureOf(first: CompiledPermission): Closure | undefined {
  const found = new Set([first]);
  for (const { needs } of found) {
    for (const need of needs) {
      if (!need) return undefined;
      found.add(need);
    }
  }
  const all = [...found];
  const isOfAccount = ({ permission }: CompiledPermission) => permission.level === "account";
  const askedHere = all.filter((one) => !isOfAccount(one));
  const here = partOf(askedHere);
  const atAccount = partOf(all.filter(isOfAccount));
  const ofWorkspace = all.some(({ permission }) => permission.level === "workspace");
  // What is asked at the account asks nothing of the asset.
  const conditions = {
    approved: askedHere.some((one) => one.conditions.approved),
    unexpired: askedHere.some((one) => one.conditions.unexpired),
  };
  return {
    here,
    atAccount,
    planned: all.every(({ planned }) => planned),
    ofWorkspace,
    conditions,
    isPlain:
      !ofWorkspace && !conditions.unexpired && here.connectors.length + atAccount.connectors.length === 0,
  };
}

function partOf(permissions: readonly CompiledPermission[]): Part {
  const masks = new Map<number, number>();
  for (const { word, bit } of permissions) masks.set(word, (masks.get(word) ?? 0) | bit);
  return {
    masks: Array.from(masks, ([word, mask]) => ({ word, mask })),
    connectors: [...new Set(permissions.flatMap(({ permission }) => permission.connector ?? []))],
  };
}

/** An id comes before an alias; an alias of two permissions names none. */
function numbersByName(state: State, permissions: readonly CompiledPermission[]): Names {
  const byName = new Names();
  for (const { permission, number } of permissions) byName.set(permission.id, number);
  for (const { permission, number } of permissions) {
    for (const alias of permission.aliases) {
      const isTaken = byName.find(alias) !== undefined;
      if (!isTaken && state.tally("permissionsAliased", alias) === 1) byName.set(alias, number);
    }
  }
  return byName;
}
