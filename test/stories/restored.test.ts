import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBlobFolder, createSqliteStore, type Delivery, makeBackup } from "@gatefold/store";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { gatefoldHere, gatefoldIn } from "../../apps/cli/test/in-process.ts";
import type { Founded } from "../../apps/gateway/src/account/founding.ts";
import type { ShownJob } from "../../apps/gateway/src/operations/job-form.ts";
import { createPlatformWorld, type PlatformWorld } from "../../apps/gateway/test/platform.ts";
import { samplePicture } from "../../apps/gateway/test/sample-pictures.ts";
import { type Shown, upload } from "../../apps/gateway/test/uploads.ts";
import { type Call, caller, must, serve, type World } from "../../apps/gateway/test/world.ts";
import type { RunningGateway } from "../../apps/gateway/src/server.ts";

/**
 * A job of three pictures waits when the backup is made; two of them arrive afterwards. Then the machine is lost, and
 * the backup is restored on another.
 */

let root: string;
let platform: PlatformWorld;
let world: World;
let ada: Founded;
let pictures: Shown[];
let job: string;
/** Signed after the backup, and kept elsewhere. */
let checkpoint: string;
let restored: RunningGateway;
let there: Call;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "gatefold-restored-"));
  platform = await createPlatformWorld();
  world = platform.world;
  ada = await world.found();
  await platform.connect(ada);
  pictures = [];
  for (const hue of [0, 90, 180]) {
    pictures.push(await upload(world, ada.token, ada.root, `p${hue}.png`, await samplePicture({ hue })));
  }
  const notBefore = new Date(world.clock.now + HOUR).toISOString();
  job = must(await ask(world.call, notBefore), 202).id;
  await backUp();
  await goOn();
  await restore();
}, 60_000);
afterAll(async () => {
  await restored?.close();
  await platform.end();
  await rm(root, { recursive: true, force: true });
});

const HOUR = 3_600_000;
const ask = (call: Call, notBefore?: string) =>
  call<ShownJob>(ada.token, "POST /v1/jobs", { assets: pictures.map(({ id }) => id), notBefore });
const seen = async (call: Call, id: string) =>
  must(await call<ShownJob>(ada.token, `GET /v1/jobs/${id}`), 200);

async function backUp(): Promise<void> {
  await makeBackup({
    database: { file: join(world.files, "data", "gatefold.db") },
    blobs: createBlobFolder(join(world.files, "blobs")),
    folder: join(root, "backups"),
    now: new Date(world.clock.now),
    version: "1.2.3",
  });
}

async function goOn(): Promise<void> {
  await world.folder(ada, "Made after the backup");
  const signed = must(await world.call(ada.token, "POST /v1/checkpoints"), 200);
  checkpoint = join(root, "head.txt");
  await writeFile(checkpoint, String(signed["text"]));
  const [{ id }] = (await world.store.deliveries.list(ada.account, { limit: 1 })) as [Delivery];
  must(await world.call(ada.token, `POST /v1/deliveries/${id}/cancel`), 200);
  world.clock.now += HOUR;
  await untilEnded(world.call, world.running, job, { delivered: 2, cancelled: 1 });
}

/** Lets time pass until it stands so; not while something is sent, whose lease would end with nobody slow. */
async function untilEnded(call: Call, { gateway }: RunningGateway, id: string, counts: object) {
  const look = async () => {
    const now = (await seen(call, id)).counts;
    if (now.sending === 0) world.clock.now += 10_000;
    gateway.services.dispatch.worker.wake();
    expect(now).toMatchObject(counts);
  };
  await vi.waitFor(look, { timeout: 20_000, interval: 5 });
}

async function restore(): Promise<void> {
  const to = join(root, "to");
  const done = await gatefoldHere("restore", join(root, "backups"), "--data", to);
  expect(done.out).toContain('On their way then, now "unknown", and not sent again unasked: deliveries, 3');
  const masterKeyFile = join(world.files, "keys", "master");
  const store = await createSqliteStore({ file: join(to, "gatefold.sqlite"), masterKeyFile });
  const blobs = createBlobFolder(join(to, "blobs"));
  restored = await serve({ ...world.dependencies, store, blobs, cacheFolder: join(root, "cache") });
  there = caller(() => restored.apiUrl);
}

const gatefold = (...words: string[]) => gatefoldIn({ url: restored.apiUrl, key: ada.token }, ...words);

test("A job that was under way has ended, and says that what it asked for may have arrived", async () => {
  const reason = { state: "unknown", code: "RESTORED", count: 3, nextAt: null };
  expect(await seen(there, job)).toMatchObject({
    state: "ended",
    counts: { unknown: 3, waiting: 0, sending: 0 },
    reasons: [reason],
    nextAt: null,
  });
  const shown = await gatefold("jobs", job);
  expect(shown).toMatchObject({ status: 1, out: expect.stringContaining("3 unknown") });
  expect(shown.out).toContain("may have arrived since");
});

test("What arrived after the backup is found when it is asked for again, and the rest is sent", async () => {
  expect(platform.images()).toHaveLength(2);
  const again = must(await ask(there), 202).id;
  await untilEnded(there, restored, again, { present: 3 });
  expect(platform.images()).toHaveLength(3);
});

test("A head that was signed after the backup shows that the rest of the journal is missing", async () => {
  expect(await gatefold("audit", "verify")).toMatchObject({ status: 0 });
  const cut = await gatefold("audit", "verify", "--since", checkpoint);
  expect(cut.status).toBe(1);
  expect(cut.out).toMatch(/cut at entry \d+\.\n.* the journal ends with \d+: .*the database was set back/);
});
