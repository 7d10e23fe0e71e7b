import { setTimeout } from "node:timers/promises";
import type { Command } from "commander";
import type { Delivery } from "@gatefold/client";
import type { Api } from "../api.ts";
import { mustBeDeliveryId, printOutcome, wayOf } from "../deliveries.ts";
import { createDirectory } from "../directory.ts";
import type { Io } from "../io.ts";
import { allOf } from "../pages.ts";
import { asPerson } from "../as-person.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { readLines } from "../lines-option.ts";
import { rowsOf } from "../table.ts";
import { sayTime } from "../times.ts";

interface DeliveriesOptions extends SessionOptions {
  readonly all?: boolean;
  readonly lines: number;
  readonly wait?: boolean;
  readonly needsALook?: boolean;
}

const POLL_MS = 500;

/** The most that the API gives at once. */
const PAGE = 200;

const listExamples = `
Examples:
  $ ./dev gatefold deliveries --as bea
  $ ./dev gatefold deliveries --all --as ada
  $ ./dev gatefold deliveries --wait --as bea
  $ ./dev gatefold deliveries --needs-a-look --as bea
  $ ./dev gatefold deliveries dlv_0123456789abcdefghjk --as bea`;

const removeExamples = `
What waits is called off; what was delivered is hidden on the platform, and can be delivered anew.

Examples:
  $ ./dev gatefold remove dlv_0123456789abcdefghjk --as bea`;

export function registerDeliveries(program: Command, io: Io): void {
  const list = program
    .command("deliveries")
    .description("your deliveries, newest first, or one of them")
    .argument("[id]", "one delivery's id")
    .option("--all", "everybody's")
    .option(
      "--needs-a-look",
      "those of which nobody knows whether they arrived, or that wait for a reconnect",
    )
    .option("-n, --lines <NUMBER>", "how many", readLines, 20)
    .option("--wait", "once none of them is on its way any more")
    .addHelpText("after", listExamples);
  withSession(list).action((id: string | undefined, options: DeliveriesOptions) =>
    asPerson(io, options, (session) =>
      id === undefined ? showList(io, session, options) : showOne(io, session, id, options),
    ),
  );
  const remove = program
    .command("remove")
    .description("take back what was delivered, or call it off while it waits")
    .argument("<delivery>", "its id, as `deliveries` shows it")
    .addHelpText("after", removeExamples);
  withSession(remove).action((id: string, options: SessionOptions) =>
    asPerson(io, options, (session) => takeBack(io, session, id, options)),
  );
}

async function showList(io: Io, session: Session, options: DeliveriesOptions): Promise<void> {
  const { api } = session;
  const deliveries = await listOf(api, options);
  if (options.json) return io.print(JSON.stringify({ items: deliveries, next: null }));
  if (deliveries.length === 0) {
    return io.note(options.needsALook ? "Nothing needs a look." : "Nothing was delivered yet.");
  }
  const directory = createDirectory(api, null);
  const rows = deliveries.map(async (delivery) => {
    const { what, where } = await wayOf(delivery, directory);
    const { id, state, updatedAt, code, message } = delivery;
    const why = code === null ? "" : `${message ?? ""} ${io.style.faint(`[${code}]`)}`.trimStart();
    return [id, sayTime(Date.parse(updatedAt)), state, `${what} -> ${where}`, why];
  });
  for (const row of rowsOf(await Promise.all(rows))) io.print(row);
  if (!options.needsALook) return;
  const [first] = deliveries;
  io.note("Look on the platform for what is marked so, and say what you saw:");
  for (const { id, marker } of deliveries) io.note(`  ${id}  ${marker}`);
  io.note(`  ${session.command("settle", first?.id ?? "", "--there")} (or --send-again, --leave)`);
}

/** The newest; with `--wait` asked again until none of them waits or is being sent. */
async function listOf(api: Api, { all, lines, wait, needsALook }: DeliveriesOptions): Promise<Delivery[]> {
  const of = needsALook ? "needs-a-look" : all ? "all" : "mine";
  const query = { of, limit: Math.min(lines, PAGE) } as const;
  for (;;) {
    const deliveries = await allOf(api.items("deliveries.list", { query }), lines);
    if (!wait || !deliveries.some(({ state }) => state === "waiting" || state === "sending")) {
      return deliveries;
    }
    await setTimeout(POLL_MS);
  }
}

async function showOne(io: Io, { api }: Session, id: string, { json }: SessionOptions): Promise<void> {
  mustBeDeliveryId(id);
  const { value, text } = await api.answer("deliveries.get", { path: { delivery: id } });
  await (json ? io.print(text) : printOutcome(io, api, value));
}

async function takeBack(io: Io, { api }: Session, id: string, { json }: SessionOptions): Promise<void> {
  mustBeDeliveryId(id);
  const input = { path: { delivery: id } };
  const { state } = await api.call("deliveries.get", input);
  const { value, text } = await api.answer(
    state === "waiting" ? "deliveries.cancel" : "deliveries.remove",
    input,
  );
  await (json ? io.print(text) : printOutcome(io, api, value));
}
