import type { World, WorldUser } from "../world/world.ts";

/**
 * The structure of our index with no features: no gates, times, needs, restrictions, groups, assets or codes. What it
 * takes less than the engine is what those cost. A folder's marks of one user are six words: what roles allow, what
 * overrides allow and what they deny, for 64 permissions.
 */
export interface BareIndex {
  can(user: number, permission: number, folder: number): boolean;
}

const WORDS = 6;
const ENTRY = 1 + WORDS;

export function bareIndex(world: World): BareIndex {
  const { parents } = world.tree;
  const marked = new Uint8Array(parents.length);
  /** By user: where in the pool its table begins, the table's length less one, and the union of all its words. */
  const heads = new Int32Array(world.users.length * (2 + WORDS));
  const tables = world.users.map((user) => marksOf(world, user));
  const pool = new Int32Array(tables.reduce((sum, marks) => sum + capacityFor(marks.size) * ENTRY, 0));
  let free = 0;
  for (const [user, marks] of tables.entries()) {
    const mask = capacityFor(marks.size) - 1;
    const head = user * (2 + WORDS);
    heads[head] = free;
    heads[head + 1] = mask;
    for (const [folder, words] of marks) {
      marked[folder] = 1;
      let slot = free + (hash(folder) & mask) * ENTRY;
      while (pool[slot] !== 0) slot = slot + ENTRY === free + (mask + 1) * ENTRY ? free : slot + ENTRY;
      pool[slot] = folder + 1;
      for (let word = 0; word < WORDS; word += 1) {
        pool[slot + 1 + word] = words[word] as number;
        heads[head + 2 + word] = (heads[head + 2 + word] as number) | (words[word] as number);
      }
    }
    free += (mask + 1) * ENTRY;
  }

  /** Where this user's marks on this folder stand in the pool; -1 where there are none. */
  const probe = (start: number, mask: number, folder: number): number => {
    let place = hash(folder) & mask;
    for (;;) {
      const slot = start + place * ENTRY;
      const key = pool[slot] as number;
      if (key === folder + 1) return slot + 1;
      if (key === 0) return -1;
      place = (place + 1) & mask;
    }
  };

  const can = (user: number, permission: number, folder: number): boolean => {
    const head = user * (2 + WORDS);
    const word = permission >> 5;
    const bit = 1 << (permission & 31);
    const anywhere = ((heads[head + 2 + word] as number) | (heads[head + 4 + word] as number)) & bit;
    if (anywhere === 0) return false;
    const denied = (heads[head + 6 + word] as number) & bit;
    const start = heads[head] as number;
    const mask = heads[head + 1] as number;
    let byRole = false;
    for (let at = folder; at >= 0; at = parents[at] as number) {
      if (marked[at] === 0) continue;
      const marks = probe(start, mask, at);
      if (marks < 0) continue;
      if (((pool[marks + 4 + word] as number) & bit) !== 0) return false;
      if (((pool[marks + 2 + word] as number) & bit) !== 0) return true;
      if (((pool[marks + word] as number) & bit) === 0) continue;
      if (denied === 0) return true;
      byRole = true;
    }
    return byRole;
  };
  return { can };
}

function marksOf(world: World, { roles, overrides }: WorldUser): Map<number, Int32Array> {
  const marks = new Map<number, Int32Array>();
  const set = (folder: number, first: number, permission: number) => {
    const words = marks.get(folder) ?? new Int32Array(WORDS);
    marks.set(folder, words);
    const word = first + (permission >> 5);
    words[word] = (words[word] as number) | (1 << (permission & 31));
  };
  for (const held of roles) {
    const role = world.roles[held];
    for (const folder of role?.folders ?? []) {
      for (const permission of role?.permissions ?? []) set(folder, 0, permission);
    }
  }
  for (const { effect, permission, folder } of overrides) set(folder, effect === "allow" ? 2 : 4, permission);
  return marks;
}

/** A power of two that leaves at least a third of the places empty. */
function capacityFor(entries: number): number {
  let capacity = 4;
  while (capacity * 2 < entries * 3) capacity *= 2;
  return capacity;
}

function hash(folder: number): number {
  const mixed = Math.imul(folder, 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
