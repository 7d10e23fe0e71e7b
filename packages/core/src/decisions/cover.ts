import { type Bits, count, either, first, has, isEmpty, isWithin, without } from "../index/bits.ts";

/** Something that covers a part of what is wanted, and brings some more. */
export interface Offer {
  readonly id: string;
  readonly covers: Bits;
  readonly extras: Bits;
}

/** Partial choices that are looked at before the best one so far is taken: keeps strange catalogues from hanging us. */
const MOST_STEPS = 20_000;

interface Choice<O extends Offer> {
  readonly offers: readonly O[];
  readonly extras: Bits;
}

/**
 * The offers that together cover all that is wanted: fewest distinct extras, then fewest offers, then ids in order. No
 * offer of the answer can be left out. Undefined where something is covered by none.
 */
export function cheapestCover<O extends Offer>(wanted: Bits, offers: readonly O[]): O[] | undefined {
  const useful = withoutDominated(offers.map((offer) => ({ offer, cost: count(offer.extras) })));
  let best: Choice<O> | undefined;
  let steps = 0;
  const search = (choice: Choice<O>, open: Bits): void => {
    const next = first(open);
    if (next === undefined) {
      if (!best || isCheaper(choice, best)) best = choice;
      return;
    }
    for (const offer of useful) {
      if (!has(offer.covers, next)) continue;
      steps += 1;
      if (best && steps > MOST_STEPS) return;
      const chosen = { offers: [...choice.offers, offer], extras: either(choice.extras, offer.extras) };
      if (best && isTooDear(chosen, best)) continue;
      search(chosen, without(open, offer.covers));
    }
  };
  search({ offers: [], extras: without(wanted, wanted) }, wanted);
  return best && inIdOrder(withoutSpare(wanted, best.offers));
}

/** Adding to a choice never makes it cheaper, so what is dearer than the best is given up. */
function isTooDear(choice: Choice<Offer>, best: Choice<Offer>): boolean {
  const [cost, least] = [count(choice.extras), count(best.extras)];
  return cost === least ? choice.offers.length > best.offers.length : cost > least;
}

function isCheaper(one: Choice<Offer>, other: Choice<Offer>): boolean {
  const [cost, otherCost] = [count(one.extras), count(other.extras)];
  if (cost !== otherCost) return cost < otherCost;
  if (one.offers.length !== other.offers.length) return one.offers.length < other.offers.length;
  const ids = inIdOrder(one.offers).map(({ id }) => id);
  const others = inIdOrder(other.offers).map(({ id }) => id);
  const at = ids.findIndex((id, index) => id !== others[index]);
  return at !== -1 && (ids[at] as string) < (others[at] as string);
}

interface Priced<O extends Offer> {
  readonly offer: O;
  readonly cost: number;
}

/**
 * Leaves out each offer that another one can stand in for at no cost. Only one with a smaller id may, or the earlier of
 * two alike, so that ties still fall by id. The fewest extras come first: a good first answer cuts the search short.
 */
function withoutDominated<O extends Offer>(offers: readonly Priced<O>[]): O[] {
  const standsInFor = ({ offer: one }: Priced<O>, { offer: other }: Priced<O>, earlier: boolean) =>
    (one.id < other.id || (one.id === other.id && earlier)) &&
    isWithin(other.covers, one.covers) &&
    isWithin(one.extras, other.extras);
  return offers
    .filter(
      (offer, at) => !offers.some((other, index) => other !== offer && standsInFor(other, offer, index < at)),
    )
    .toSorted((one, other) => one.cost - other.cost || (one.offer.id < other.offer.id ? -1 : 1))
    .map(({ offer }) => offer);
}

/** A choice that was cut short may hold an offer whose part the others cover too. */
function withoutSpare<O extends Offer>(wanted: Bits, offers: readonly O[]): O[] {
  let needed = [...offers];
  for (const offer of offers) {
    const rest = needed.filter((other) => other !== offer);
    if (isEmpty(rest.reduce((open, { covers }) => without(open, covers), wanted))) needed = rest;
  }
  return needed;
}

function inIdOrder<O extends Offer>(offers: readonly O[]): O[] {
  return offers.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
