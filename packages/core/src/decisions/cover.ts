/** Something that covers a part of what is wanted, and brings some more. */
export interface Offer {
  readonly id: string;
  readonly covers: readonly string[];
  readonly extras: readonly string[];
}

/** Partial choices that are looked at before the best one so far is taken: keeps strange catalogues from hanging us. */
const MOST_STEPS = 20_000;

interface Choice<O extends Offer> {
  readonly offers: readonly O[];
  readonly extras: ReadonlySet<string>;
}

/**
 * The offers that together cover all that is wanted: fewest distinct extras, then fewest offers, then ids in order. No
 * offer of the answer can be left out. Undefined where something is covered by none.
 */
export function cheapestCover<O extends Offer>(
  wanted: readonly string[],
  offers: readonly O[],
): O[] | undefined {
  if (wanted.some((want) => !offers.some(({ covers }) => covers.includes(want)))) return undefined;
  const useful = withoutDominated(offers);
  let best: Choice<O> | undefined;
  let steps = 0;
  const search = (choice: Choice<O>, open: readonly string[]): void => {
    const [next] = open;
    if (next === undefined) {
      if (!best || isCheaper(choice, best)) best = choice;
      return;
    }
    for (const offer of useful.filter(({ covers }) => covers.includes(next))) {
      steps += 1;
      if (best && steps > MOST_STEPS) return;
      const chosen = add(choice, offer);
      if (best && isTooDear(chosen, best)) continue;
      search(
        chosen,
        open.filter((want) => !offer.covers.includes(want)),
      );
    }
  };
  search({ offers: [], extras: new Set() }, wanted);
  return best && inIdOrder(withoutSpare(wanted, best.offers));
}

function add<O extends Offer>(choice: Choice<O>, offer: O): Choice<O> {
  return { offers: [...choice.offers, offer], extras: new Set([...choice.extras, ...offer.extras]) };
}

/** Adding to a choice never makes it cheaper, so what is dearer than the best is given up. */
function isTooDear(choice: Choice<Offer>, best: Choice<Offer>): boolean {
  if (choice.extras.size !== best.extras.size) return choice.extras.size > best.extras.size;
  return choice.offers.length > best.offers.length;
}

function isCheaper(one: Choice<Offer>, other: Choice<Offer>): boolean {
  if (one.extras.size !== other.extras.size) return one.extras.size < other.extras.size;
  if (one.offers.length !== other.offers.length) return one.offers.length < other.offers.length;
  const ids = inIdOrder(one.offers).map(({ id }) => id);
  const others = inIdOrder(other.offers).map(({ id }) => id);
  const at = ids.findIndex((id, index) => id !== others[index]);
  return at !== -1 && (ids[at] as string) < (others[at] as string);
}

/**
 * Leaves out each offer that another one can stand in for at no cost. Only one with a smaller id may, or the earlier of
 * two alike, so that ties still fall by id. The fewest extras come first: a good first answer cuts the search short.
 */
function withoutDominated<O extends Offer>(offers: readonly O[]): O[] {
  const standsInFor = (one: O, other: O, earlier: boolean) =>
    (one.id < other.id || (one.id === other.id && earlier)) &&
    other.covers.every((want) => one.covers.includes(want)) &&
    one.extras.every((extra) => other.extras.includes(extra));
  return offers
    .filter(
      (offer, at) => !offers.some((other, index) => other !== offer && standsInFor(other, offer, index < at)),
    )
    .toSorted((one, other) => one.extras.length - other.extras.length || (one.id < other.id ? -1 : 1));
}

/** A choice that was cut short may hold an offer whose part the others cover too. */
function withoutSpare<O extends Offer>(wanted: readonly string[], offers: readonly O[]): O[] {
  let needed = [...offers];
  for (const offer of offers) {
    const rest = needed.filter((other) => other !== offer);
    if (wanted.every((want) => rest.some(({ covers }) => covers.includes(want)))) needed = rest;
  }
  return needed;
}

function inIdOrder<O extends Offer>(offers: readonly O[]): O[] {
  return offers.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
