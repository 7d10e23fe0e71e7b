import { inFile, type Mutant } from "../mutants.ts";

const gains = inFile("authority/gains.ts");
const subjects = inFile("authority/subjects.ts");
const actor = inFile("authority/actor.ts");
const authorise = inFile("authority/authorise.ts");

/** Holes in rule 11, each with the place, in the sample that is tried, of a sequence of calls that goes through it. */
export const holes: readonly { readonly mutant: Mutant; readonly telling: number }[] = [
  {
    mutant: gains(
      "what the writer lacks is given too",
      "if (!ownAt(place, moment)(permission))",
      "if (false)",
    ),
    telling: 0,
  },
  {
    mutant: gains("only now counts, and not how long", "momentsFrom(now, [...windows, ...ends])", "[now]"),
    telling: 5,
  },
  { mutant: gains("a deny that would end is nobody's", "if (deny) return deny;", ""), telling: 87 },
  {
    mutant: actor(
      "a key gives all that its owner holds",
      "return alive && reaches(key, permission, place) && owns(permission);",
      "return owns(permission);",
    ),
    telling: 18,
  },
  {
    mutant: actor("what is given by a key may outlive it", "return alive && reaches", "return reaches"),
    telling: 18,
  },
  {
    mutant: subjects(
      "who joins a group gains nothing",
      "const joined = (change.after?.members ?? []).filter((member) => !old.has(member));",
      "const joined: string[] = [];",
    ),
    telling: 18,
  },
  {
    mutant: subjects(
      "a role that changes gives nothing",
      'for (const grant of state.find("grantsOfRole", id)) touchGrant(state, grant, touched);',
      "",
    ),
    telling: 13,
  },
  {
    mutant: subjects(
      "a folder that moves brings nothing along",
      "if (opened || moved) touchEverybody",
      "if (opened) touchEverybody",
    ),
    telling: 6,
  },
  {
    mutant: subjects(
      "a restriction that is lifted lets nothing in",
      "if (opened || moved) touchEverybody",
      "if (moved) touchEverybody",
    ),
    telling: 24,
  },
  {
    mutant: subjects(
      "a picture that moves brings nothing along",
      "before.folder !== after.folder) touchEverybody",
      "false) touchEverybody",
    ),
    telling: 2,
  },
  {
    mutant: subjects("who is let in again gains nothing", 'change.before?.status === "suspended"', "false"),
    telling: 30,
  },
  {
    mutant: authorise(
      "a key makes one that reaches further",
      '"wider-key": (state, actor, { than }) => (contains(state, actor.key, than) ? null : widerKey()),',
      '"wider-key": () => null,',
    ),
    telling: 37,
  },
];
