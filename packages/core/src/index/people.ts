import type { User } from "../model.ts";
import type { State } from "../state/state.ts";
import { Numbers, withRoom } from "./numbers.ts";

const GONE = 0;
const SUSPENDED = 1;
const ACTIVE = 2;

/** The users by number, and which of them may act. */
export class People {
  readonly #numbers = new Numbers();
  #statuses = new Uint8Array(64);

  constructor(state: State) {
    for (const user of state.all("user")) this.put(user.id, user);
  }

  get size(): number {
    return this.#numbers.size;
  }

  find(id: string): number | undefined {
    return this.#numbers.find(id);
  }

  idOf(user: number): string {
    return this.#numbers.idOf(user);
  }

  isThere(user: number): boolean {
    return (this.#statuses[user] ?? GONE) !== GONE;
  }

  isActive(user: number): boolean {
    return this.#statuses[user] === ACTIVE;
  }

  put(id: string, user: User | undefined): void {
    const number = this.#numbers.of(id);
    this.#statuses = withRoom(this.#statuses, number);
    this.#statuses[number] = user ? (user.status === "active" ? ACTIVE : SUSPENDED) : GONE;
  }
}
