import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { differences, twice, underWay, unsound } from "./audit.ts";
import type { LifeSettings } from "./gateway.ts";
import { createLives, type Life, type Lives } from "./lives.ts";
import { foundIn, type Place, placeOf } from "./places.ts";
import { planOf } from "./plan.ts";
import { aboutPoint, type PointName, type StoreKind } from "./points.ts";
import type { Change } from "./program.ts";
import { furnished, setStage, type Stage } from "./stage.ts";
import { isGone, settleDoubts, workOn } from "./work.ts";

export interface TrialSettings {
  readonly store: StoreKind;
  readonly seed: number;
  readonly kills: number;
  readonly onKill?: (done: number) => void;
  /** These in this order, in place of all in an order by chance. */
  readonly plan?: readonly PointName[];
  /** What is made wrong in the program, to see that it is found out. */
  readonly change?: Change;
}

export interface Outcome {
  /** How often it was killed at each point. */
  readonly kills: ReadonlyMap<PointName, number>;
  readonly lives: number;
  /** Things that were acknowledged and are there, or were ended; and deliveries that were asked for. */
  readonly acknowledged: number;
  readonly deliveries: number;
  /** What is not as it should be; empty where nothing was lost and nothing done twice. */
  readonly wrong: readonly string[];
}

/** Longer than a lease, a claim of a name and a pause before a second look; and a platform's day has room for all. */
const BETWEEN_LIVES = 10 * 60_000;
/** Lives that a point is waited for, before the next one is. */
const MOST_MISSES = 6;
/** Lives that what is under way may take to come to its end, once nobody is killed any more. */
const LAST_LIVES = 8;

/** Kills a gateway again and again, each time on what the one before left, and compares what is there with the books. */
export async function runTrial(settings: TrialSettings): Promise<Outcome> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "gatefold-crash-"));
  opened.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const place = await placeOf(settings.store, folder);
  opened.defer(() => place.end());
  const lives = await createLives(folder, settings.change);
  opened.defer(() => lives.end());
  const stage = await setStage(folder, place, settings.seed);
  opened.defer(() => stage.end());
  const trial: Trial = { ...stage, place, begin: lives.begin, kills: new Map(), wrong: [], lives: 0 };
  trial.office = await furnished(trial.office, nextLife(trial, null));
  for (const point of settings.plan ?? planOf(settings.store, settings.kills, trial.chance)) {
    for (let misses = 0; misses < MOST_MISSES && !(await killedAt(trial, point)); misses += 1);
    settings.onKill?.(killsOf(trial));
    if (trial.wrong.length > 0) break;
  }
  if (trial.wrong.length === 0) await compare(trial);
  const { kills, wrong, office } = trial;
  const { folders, grants, pictures, deliveries, ended } = office.books;
  const acknowledged = folders.size + grants.size + pictures.size + ended();
  return { kills, wrong, lives: trial.lives, acknowledged, deliveries: deliveries.size };
}

interface Trial extends Omit<Stage, "office"> {
  office: Stage["office"];
  readonly place: Place;
  readonly begin: Lives["begin"];
  readonly kills: Map<PointName, number>;
  wrong: string[];
  lives: number;
  storeNow?: () => void;
}

const killsOf = ({ kills }: Trial) => [...kills.values()].reduce((sum, times) => sum + times, 0);

/** One more life of the gateway, later than the last. */
function nextLife(trial: Trial, sentence: LifeSettings["sentence"], more: Partial<LifeSettings> = {}): Life {
  trial.lives += 1;
  trial.time.ahead += BETWEEN_LIVES;
  return trial.begin({ ...trial.settings, ...more, ahead: trial.time.ahead, sentence });
}

/** True where the next life, or one of the next on a database of its own, ended at this point. */
async function killedAt(trial: Trial, point: PointName): Promise<boolean> {
  const died = point === "start: in a migration" ? await migrated(trial, point) : await lived(trial, point);
  for (const one of died) trial.kills.set(one, (trial.kills.get(one) ?? 0) + 1);
  return died.includes(point);
}

function sentenceFor({ chance }: Trial, point: PointName) {
  return { point, time: chance.between(1, aboutPoint(point).times ?? 1), within: chance.below(2000) };
}

/** Twice killed while it makes its tables; whoever comes then finds a database that is good. */
async function migrated(trial: Trial, point: PointName): Promise<PointName[]> {
  const database = await trial.place.fresh();
  const died: PointName[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    const life = nextLife(trial, sentenceFor(trial, point), { database });
    if ((await life.ready) !== undefined) await life.kill();
    else if ((await life.ended) !== undefined) died.push(point);
  }
  await foundIn(database, trial.settings.masterKeyFile);
  return died;
}

/** A life on what is there, with clients who ask, to its death; where that was, unless nothing came by the point. */
async function lived(trial: Trial, point: PointName): Promise<PointName[]> {
  const { chance, faults, wrong } = trial;
  let killed: PointName | undefined;
  const isOutside = point === "anywhere: from outside, at any moment";
  const isLate = point === "delivery: at the platform, which stores it after the next life's look";
  const isPlatforms = isLate || point === "delivery: at the platform, which stores it afterwards";
  const life = nextLife(trial, isOutside || isPlatforms ? null : sentenceFor(trial, point));
  const kill = async () => {
    killed = point;
    await life.kill();
  };
  trial.delayBy(async () => {
    await kill();
    if (isLate) await new Promise<void>((resolve) => (trial.storeNow = resolve));
  });
  const post = { platform: "klaviyo", match: { method: "POST" } };
  if (isPlatforms) faults.add({ ...post, kind: "delay", milliseconds: 1 });
  else if (chance.happens(0.1)) faults.add({ ...post, kind: "drop-after" });
  const timer = isOutside ? setTimeout(() => void kill(), chance.below(400)) : undefined;
  await withClients(trial, life, point.startsWith("removal"));
  if (!isPlatforms) await rest(trial);
  if (timer) await life.ended;
  clearTimeout(timer);
  faults.clear();
  if (!life.isOver()) await life.kill();
  const died = (await endOf(trial, life)) ?? killed;
  wrong.push(...twice(trial.images()).map((finding) => `${finding}; killed ${point}`));
  return died === undefined ? [] : [died];
}

/** Clients ask for what they are in doubt about, then for more; and the queue is worked off as far as it can be now. */
async function withClients(trial: Trial, life: Life, removes: boolean): Promise<void> {
  const url = await life.ready;
  if (url === undefined) return;
  const office = { ...trial.office, url };
  try {
    trial.wrong.push(...(await unsound(office)));
    await settleDoubts(office);
    await workOn(office, removes);
  } catch (error) {
    // A refusal of what was done, or of what is anybody's right: told with the rest.
    if (!isGone(error)) trial.wrong.push(String(error));
  }
  await life.idle();
}

/** A platform that was late carries out what it was asked for, by now in another life. */
async function rest(trial: Trial): Promise<void> {
  trial.storeNow?.();
  await trial.rested();
}

/** Lets all that is under way come to its end, and compares. */
async function compare(trial: Trial): Promise<void> {
  for (let turn = 1; turn <= LAST_LIVES; turn += 1) {
    const life = nextLife(trial, null);
    const office = { ...trial.office, url: (await life.ready) ?? "" };
    const isLast = await isCompared(trial, life, office, turn === LAST_LIVES).catch((error: unknown) => {
      trial.wrong.push(String(error));
      return true;
    });
    if (!life.isOver()) await life.kill();
    if (isLast) return;
  }
}

/** Compares where nothing is under way any more, or must not be. */
async function isCompared(
  trial: Trial,
  life: Life,
  office: Stage["office"],
  must: boolean,
): Promise<boolean> {
  await settleDoubts(office);
  await life.idle();
  await rest(trial);
  if (!must && (await underWay(office)) > 0) return false;
  trial.wrong.push(...(await differences(office, trial.images(), trial.blobs)));
  return true;
}

/** Where it said it would die; that it ended by itself is wrong. */
async function endOf({ wrong }: Trial, life: Life): Promise<PointName | undefined> {
  return life.ended.catch((error: unknown) => {
    wrong.push(String(error));
    return undefined;
  });
}
