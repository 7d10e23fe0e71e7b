import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import { createDirectory } from "../directory.ts";
import { usage } from "../exit.ts";
import { example } from "../example.ts";
import type { Io } from "../io.ts";
import { momentOf } from "../moment-option.ts";
import { allOf, wholeList } from "../pages.ts";
import { findPerson } from "../people.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { rowsOf } from "../table.ts";
import { sayTime } from "../times.ts";
import { findFolder, folderMeant } from "../whereabouts.ts";

interface ListOptions extends SessionOptions {
  readonly on?: string;
}

interface SetOptions extends SessionOptions {
  readonly on?: string;
  readonly everywhere?: boolean;
  readonly until?: string;
  readonly reason: string;
}

const examples = `
The nearest one to a picture wins, and a deny beats all access.

Examples:
  $ ./dev gatefold overrides set bea deny asset.download --on Aurora/Summer --reason "No contract" --as ada`;

export function registerOverrides(program: Command, io: Io): void {
  const overrides = program
    .command("overrides")
    .description("one permission allowed or denied to one person, whatever their roles say");
  const list = overrides
    .command("list")
    .description("those at a folder, or all of the account")
    .option("--on <PATH>", "a folder")
    .addHelpText("after", example("overrides list --on Aurora/Summer --as ada"));
  withSession(list).action((options: ListOptions) =>
    asPerson(io, options, (session) => show(io, session, options)),
  );
  const set = overrides
    .command("set")
    .description("allow or deny one permission to one person")
    .argument("<person>", "a user name")
    .argument("<effect>", "allow or deny")
    .argument("<permission>", "such as asset.download; *: every one")
    .option("--on <PATH>", "a folder, with all below it")
    .option("--everywhere", "in all the account, in place of --on")
    .option("--until <TIME>", "when it ends")
    .requiredOption("--reason <TEXT>", "why, for whoever looks at it later")
    .addHelpText("after", examples);
  withSession(set).action((person: string, effect: string, permission: string, options: SetOptions) =>
    asPerson(io, options, (session) => make(io, session, { person, effect, permission }, options)),
  );
  const end = overrides
    .command("end")
    .description("take an override away again")
    .argument("<override>", "its id, as `overrides list` shows it")
    .option("--reason <TEXT>", "why, for whoever looks at it later", "")
    .addHelpText("after", example("overrides end ovr_0123456789abcdefghjk --as ada"));
  withSession(end).action((override: string, options: SessionOptions & { readonly reason: string }) =>
    asPerson(io, options, async ({ api }) => {
      const input = { path: { override }, body: { reason: options.reason } };
      const { text } = await api.answer("overrides.end", input);
      io.print(options.json ? text : io.style.good("The override is over."));
    }),
  );
}

async function show(io: Io, session: Session, { on, json }: ListOptions): Promise<void> {
  const { api } = session;
  const at = on === undefined ? undefined : (await findFolder(session, on)).id;
  const list = api.items("overrides.list", { query: { at } });
  if (json) return io.print(await wholeList(list));
  const directory = createDirectory(api, at ?? null);
  const rows = (await allOf(list)).map(async ({ id, user, effect, permission, folder, until, reason }) => {
    const where = folder === null ? "everywhere" : await directory.place(folder);
    const { username } = await directory.person(user);
    const end = until === null ? "" : `until ${sayTime(Date.parse(until))}`;
    return [id, username, `${effect} ${permission}`, where, end, reason];
  });
  for (const row of rowsOf(await Promise.all(rows))) io.print(row);
}

async function make(
  io: Io,
  session: Session,
  { person, effect, permission }: Readonly<Record<"person" | "effect" | "permission", string>>,
  options: SetOptions,
): Promise<void> {
  if (effect !== "allow" && effect !== "deny") throw usage(`"${effect}" is neither allow nor deny.`);
  if (options.reason.trim() === "") throw usage("Say why: --reason TEXT.");
  const { api } = session;
  const until = options.until === undefined ? null : await momentOf(options.until, io.now());
  const folder = await folderMeant(session, options);
  const user = await findPerson(api, person, folder?.id ?? null);
  const body = {
    user: user.id,
    effect,
    permission,
    folder: folder?.id ?? null,
    until: until === null ? null : new Date(until).toISOString(),
    reason: options.reason,
  } as const;
  const { value, text } = await api.answer("overrides.set", { body });
  if (options.json) return io.print(text);
  const where = folder ? `on ${await createDirectory(api, folder.id).place(folder.id)}` : "everywhere";
  const end = until === null ? "without end" : `until ${sayTime(until)}`;
  const may = effect === "allow" ? "may" : "may not";
  io.print(io.style.good(`${user.name} ${may} use ${permission} ${where}, ${end}.`));
  io.print(io.style.faint(`  To take it back: ${session.command("overrides", "end", value.id)}`));
}
