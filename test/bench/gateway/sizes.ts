/** Pictures of the bench, in bytes, by name. */
export const SIZES = { small: 20_000, large: 500_000 } as const;
