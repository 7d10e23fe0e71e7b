type Given<Patch> = { [Key in keyof Patch]?: Exclude<Patch[Key], undefined> };

/** What a patch really names: a key that is there without a value leaves things as they are. */
export function given<Patch extends object>(patch: Patch): Given<Patch> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Given<Patch>;
}
