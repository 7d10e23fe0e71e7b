import { Names } from "./names.ts";

/**
 * Dense numbers for ids, from 0 on, in the order in which they were first seen. A number is never given again: one that
 * somebody keeps can't come to mean another thing.
 */
export class Numbers {
  readonly #byId = new Names();
  readonly #ids: string[] = [];

  get size(): number {
    return this.#ids.length;
  }

  /** Its number, given now if it has none. */
  of(id: string): number {
    const known = this.#byId.find(id);
    if (known !== undefined) return known;
    const number = this.#ids.length;
    this.#byId.set(id, number);
    this.#ids.push(id);
    return number;
  }

  find(id: string): number | undefined {
    return this.#byId.find(id);
  }

  idOf(number: number): string {
    return this.#ids[number] as string;
  }
}

type Numeric = Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** The same array, or a larger one with its contents, with room at `index`. */
export function withRoom<List extends Numeric>(list: List, index: number): List {
  if (index < list.length) return list;
  const larger = new (list.constructor as new (length: number) => List)(Math.max(index + 1, list.length * 2));
  larger.set(list);
  return larger;
}
