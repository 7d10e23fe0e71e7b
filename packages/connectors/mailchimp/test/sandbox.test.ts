import { createClock, createSandbox, SANDBOX_MAILCHIMP_ACCOUNTS } from "@gatefold/sandbox";
import type { FaultInput, MailchimpReadings } from "@gatefold/sandbox";
import { afterEach, expect, it } from "vitest";

import { connection as at, hosted, MARKER, order } from "./platform.ts";

const [ONE, TWO] = SANDBOX_MAILCHIMP_ACCOUNTS;
const KEY = ONE!.logins[0]!.keys[0]!;
const connection = (settings: Record<string, unknown> = {}, apiKey = KEY) => at(settings, apiKey);

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const picture = (asset: Parameters<typeof order>[0] = {}) =>
  order({ path: "summer/mails/hero.png", bytes: PNG.length, read: async () => PNG, ...asset });

const open: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** A sandbox and a host on one clock, that moves only when the host sleeps or the test moves it. */
const together = async (readings: Partial<MailchimpReadings> = {}, hold?: () => Promise<void>) => {
  const clock = createClock();
  clock.freeze();
  clock.set(Date.UTC(2026, 7, 1, 12));
  const sandbox = await createSandbox({ clock, mailchimp: { readings, ...(hold && { hold }) } });
  open.push(() => sandbox.close());
  await sandbox.listen();
  const parts = hosted({
    clock: clock.now,
    sleep: async (ms) => clock.advance(ms),
    origins: sandbox.origins(),
  });
  return {
    sandbox,
    clock,
    files: () => sandbox.mailchimp.files(ONE!.id),
    folders: () => sandbox.mailchimp.folders(ONE!.id),
    paths: () => sandbox.requests.all().map(({ method, path }) => `${method} ${path.replace(/\?.*/, "")}`),
    ...parts,
  };
};

const fault = (parts: Record<string, unknown>) =>
  ({ platform: "mailchimp", match: { method: "POST", path: "/*/files" }, ...parts }) as FaultInput;

it.each([{}, { host: "single" }])(
  "says whose account the key opens, with the settings %o",
  async (settings) => {
    const { host } = await together();
    expect(await host.verify(connection(settings))).toEqual({ id: ONE!.id, name: "Sandbox Audience One" });
    expect(await host.health(connection(settings))).toMatchObject({ status: "ok" });
  },
);

it("brings pictures in, byte for byte, into one folder, and asks for it in one request", async () => {
  const { deliver, files, folders, sandbox, paths } = await together();
  const delivered = await deliver(connection(), picture());
  expect(paths()).toEqual([
    "GET /us19/3.0/file-manager/folders",
    "POST /us19/3.0/file-manager/folders",
    "POST /us19/3.0/file-manager/files",
  ]);
  expect(folders()).toMatchObject([{ name: "summer / mails" }]);
  const [file] = files();
  expect(file).toMatchObject({ name: `hero-${MARKER}.png`, folder: folders()[0]!.id });
  expect(delivered).toMatchObject({ status: "delivered", externalId: String(file!.id) });
  expect(Buffer.from((await sandbox.mailchimp.bytes(file!))!)).toEqual(PNG);
  const shown = await fetch(delivered.externalUrl!);
  expect(Buffer.from(await shown.arrayBuffer())).toEqual(PNG);
  await deliver(connection(), picture({ path: "summer/mails/other.png" }));
  await deliver(connection(), picture({ path: "bare.png" }));
  expect(paths().slice(3)).toEqual([
    "GET /us19/3.0/file-manager/folders",
    "POST /us19/3.0/file-manager/files",
    "POST /us19/3.0/file-manager/files",
  ]);
  expect(folders()).toHaveLength(1);
});

it.each([
  ["the answer was lost", { kind: "drop-after" }],
  ["the answer broke off", { kind: "truncated" }],
  ["something between answered", { kind: "html", processed: true }],
  ["the answer was none", { kind: "garbage", status: 200, processed: true }],
  ["trouble came after", { kind: "status", status: 500, processed: true }],
])("finds what was stored though %s, and stores it once", async (_what, parts) => {
  const { deliver, files, host, sandbox, paths } = await together({ names: "plain" });
  await sandbox.mailchimp.add(ONE!.id, { name: "older.png", bytes: PNG });
  sandbox.faults.add(fault(parts));
  await expect(deliver(connection(), picture())).rejects.toMatchObject({ next: "after-reconcile" });
  expect(paths().filter((path) => path === "POST /us19/3.0/file-manager/files")).toHaveLength(1);
  const [, stored] = files();
  expect(stored!.name).toBe("hero_gf_k3wq7d2mzr5tbx4a.png");
  expect(await host.reconcile(connection(), picture())).toMatchObject({
    status: "already-present",
    externalId: String(stored!.id),
  });
  expect(files()).toHaveLength(2);
});

it("finds nothing where the connection broke before anything was stored, nor in another's account", async () => {
  const { deliver, host, sandbox } = await together();
  sandbox.faults.add(fault({ kind: "drop-before" }));
  await sandbox.mailchimp.add(TWO!.id, { name: `hero-${MARKER}.png`, bytes: PNG });
  await expect(deliver(connection(), picture())).rejects.toMatchObject({ next: "after-reconcile" });
  expect(await host.reconcile(connection(), picture())).toBeUndefined();
});

it("makes the folder once though the answer about it was lost, in whatever form its name is kept", async () => {
  for (const folderNames of ["kept", "tidied"] as const) {
    const { deliver, files, folders, sandbox } = await together({ folderNames });
    sandbox.faults.add(fault({ kind: "drop-after", match: { method: "POST", path: "/*/folders" } }));
    await expect(deliver(connection(), picture())).rejects.toMatchObject({
      code: "PLATFORM_UNAVAILABLE",
      next: "later",
    });
    expect(files()).toEqual([]);
    await deliver(connection(), picture());
    expect([folders().length, files().length]).toEqual([1, 1]);
    expect(files()[0]!.folder).toBe(folders()[0]!.id);
  }
});

it("finds it behind a page of newer ones", async () => {
  const { sandbox, host, paths } = await together();
  const old = await sandbox.mailchimp.add(ONE!.id, { name: `hero-${MARKER}.png`, bytes: PNG });
  for (let round = 0; round < 520; round += 1)
    await sandbox.mailchimp.add(ONE!.id, { name: `newer-${round}.png`, bytes: PNG });
  expect(await host.reconcile(connection(), picture())).toMatchObject({ externalId: String(old.id) });
  expect(paths()).toHaveLength(2);
});

it("deletes what it brought, as often as it is asked, and nothing else", async () => {
  const { deliver, remove, files, host, sandbox } = await together();
  const other = await sandbox.mailchimp.add(ONE!.id, { name: "other.png", bytes: PNG });
  const { externalId } = await deliver(connection(), picture());
  expect(await remove(connection(), externalId)).toEqual({ status: "removed" });
  expect(await remove(connection(), externalId)).toEqual({ status: "already-gone" });
  expect(files().map(({ id }) => id)).toEqual([other.id]);
  expect(await host.reconcile(connection(), picture())).toBeUndefined();
});

it("never has more than ten connections at a time with a key, however many connections it is in", async () => {
  const gate = Promise.withResolvers<void>();
  let held = 0;
  const { deliver, files, sandbox } = await together({}, async () => {
    held += 1;
    if (held === 10) await letArrive().finally(gate.resolve);
    await gate.promise;
  });
  /** Asks without a key, which is not counted: what was sent before has arrived then. */
  const letArrive = async () => {
    const url = `${sandbox.origins()["https://api.mailchimp.com"]}/3.0/`;
    for (let round = 0; round < 5; round += 1) await fetch(url);
  };
  const all = Array.from({ length: 25 }, (_, round) =>
    deliver({ ...connection(), id: `c${round % 2}` }, picture({ path: `hero-${round}.png` })),
  );
  expect(await Promise.all(all)).toHaveLength(25);
  expect(files()).toHaveLength(25);
  const sent = sandbox.requests.all().filter(({ method }) => method === "POST");
  expect(sent.map(({ status }) => status)).toEqual(Array.from({ length: 25 }, () => 200));
});

it("waits and looks again after a 429 that names no time, and leaves a change to the next permit", async () => {
  const { deliver, host, sandbox, files } = await together();
  sandbox.faults.add(fault({ kind: "status", status: 429, match: { method: "GET" }, times: 2 }));
  expect(await host.reconcile(connection(), picture())).toBeUndefined();
  sandbox.faults.add(fault({ kind: "status", status: 429 }));
  await expect(deliver(connection(), picture())).rejects.toMatchObject({
    code: "PLATFORM_RATE_LIMITED",
    next: "later",
  });
  await deliver(connection(), picture());
  expect(files()).toHaveLength(1);
});

it("is to be connected again when its key is revoked, elsewhere at home, or a viewer's", async () => {
  const { deliver, host, sandbox, files } = await together();
  const viewer = connection({}, ONE!.logins[1]!.keys[0]);
  await expect(deliver(viewer, picture({ path: "hero.png" }))).rejects.toMatchObject({
    code: "PLATFORM_SCOPE",
    next: "after-reconnect",
  });
  expect(await host.health(viewer)).toMatchObject({ status: "degraded" });
  await expect(host.verify(connection({ dataCentre: "us7" }))).rejects.toThrow("another data centre");
  await sandbox.mailchimp.revoke(KEY);
  await expect(deliver(connection(), picture())).rejects.toMatchObject({
    code: "PLATFORM_AUTH",
    next: "after-reconnect",
  });
  expect(files()).toEqual([]);
});

it("is told when the file is no picture, and follows no redirect with the key in hand", async () => {
  const { deliver, sandbox, files, paths } = await together();
  const text = picture({ path: "hero.png", read: async () => Buffer.from("text") });
  await expect(deliver(connection(), text)).rejects.toThrow("Invalid Resource (at file_data)");
  sandbox.faults.add(fault({ kind: "redirect", location: "https://elsewhere.example/", status: 307 }));
  await expect(deliver(connection(), picture({ path: "hero.png" }))).rejects.toMatchObject({
    code: "PLATFORM_REJECTED",
  });
  expect([files().length, paths().length]).toEqual([0, 2]);
});
