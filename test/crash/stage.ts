import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { createBlobFolder } from "@gatefold/store";
import { createClock, createSandbox } from "@gatefold/sandbox";
import { chanceFrom } from "../bench/world/random.ts";
import { createBooks } from "./books.ts";
import type { Life } from "./lives.ts";
import { foundIn, type Place } from "./places.ts";
import { type Office, send } from "./work.ts";

const PLATFORM_ACCOUNT = "North1";
const PLATFORM_KEY = "pk_north000000000000000000000000000001";

const nothingToDo = async () => {};

export type Stage = Awaited<ReturnType<typeof setStage>>;

/** An account, a fake platform in this process, which outlives all gateways, and what clients need to begin. */
export async function setStage(folder: string, place: Place, seed: number) {
  /** How far ahead of the machine's everybody's clock is, in milliseconds. */
  const time = { ahead: 0 };
  let onDelay = nothingToDo;
  const scopes = ["accounts:read", "images:read", "images:write"];
  const credentials = [{ kind: "private-key", secret: PLATFORM_KEY, scopes }] as const;
  const accounts = [{ id: PLATFORM_ACCOUNT, name: "North & Co", credentials }];
  const sandbox = await createSandbox({
    clock: createClock(() => Date.now() + time.ahead),
    wait: () => onDelay(),
    klaviyo: { accounts, readings: { fileUploadsPerDay: 500 } },
  });
  const blobs = join(folder, "blobs");
  const settings = {
    database: await place.fresh(),
    masterKeyFile: join(folder, "master.key"),
    blobs,
    sandbox: (await sandbox.listen()).url,
    folder,
  };
  const { token, root } = await foundIn(settings.database, settings.masterKeyFile);
  const chance = chanceFrom(seed);
  const nothing = { url: "", user: "", role: "", connections: [] };
  const office: Office = { ...nothing, token, folder: root, books: createBooks(), chance };
  return {
    time,
    settings,
    chance,
    office,
    blobs: createBlobFolder(blobs),
    faults: sandbox.faults,
    /** Once the platform has carried out all that it was asked for. */
    async rested() {
      const { all } = sandbox.requests;
      while (all().some(({ status, fault }) => status === null && fault === null)) await setImmediate();
    },
    /** What the platform does with a request that meets a delay, before it carries it out. */
    delayBy: (work: () => Promise<void>) => (onDelay = work),
    images: () => sandbox.klaviyo.images(PLATFORM_ACCOUNT),
    end: () => sandbox.close(),
  };
}

/** Whom grants go to, and the connections, made by a gateway that lives. */
export async function furnished(office: Office, life: Life): Promise<Office> {
  const here = { ...office, url: (await life.ready) ?? "" };
  const made = async (what: string, body: object) => {
    const answer = await send(here, { line: `POST /v1/${what}`, body });
    if (answer.status === 201 && answer.body.id !== undefined) return answer.body.id;
    throw new Error(`${what} answered ${answer.status} ${answer.body.code}.`);
  };
  const secrets = { apiKey: PLATFORM_KEY };
  const connection = (name: string) =>
    made("connections", { connector: "klaviyo", name, folder: null, secrets });
  const user = await made("users", { username: "bea", name: "Bea" });
  const role = await made("roles", { name: "Viewer", permissions: ["asset.view"] });
  const connections = [await connection("Mail"), await connection("Shop")];
  await life.kill();
  return { ...office, user, role, connections };
}
