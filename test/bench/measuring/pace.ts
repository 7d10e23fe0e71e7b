/** How long it is measured. */
export interface Pace {
  readonly rounds: number;
  /** Milliseconds of work of one contender in one round. */
  readonly stint: number;
  /** Milliseconds of work of each contender before a clock starts. */
  readonly warmUp: number;
}

export const paces = {
  full: { rounds: 41, stint: 15, warmUp: 500 },
  quick: { rounds: 9, stint: 5, warmUp: 100 },
} as const satisfies Record<string, Pace>;

export type PaceName = keyof typeof paces;
