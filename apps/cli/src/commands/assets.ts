import type { Asset, InputOf } from "@gatefold/client";
import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import { createDirectory } from "../directory.ts";
import { CommandFailed, exit, usage } from "../exit.ts";
import { pictureFile, saveAs } from "../picture-files.ts";
import { example } from "../example.ts";
import type { Io } from "../io.ts";
import { momentOf } from "../moment-option.ts";
import { findPlace } from "../places.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { sayBytes } from "../table.ts";
import { sayTime } from "../times.ts";
import { findFolder } from "../whereabouts.ts";

interface UploadOptions extends SessionOptions {
  readonly into: string;
  readonly name?: string;
}

interface ChangeOptions extends SessionOptions {
  readonly name?: string;
  readonly into?: string;
  readonly approve?: boolean;
  readonly withdraw?: boolean;
  readonly expires?: string;
  readonly noEnd?: boolean;
}

interface DownloadOptions extends SessionOptions {
  readonly to?: string;
}

const changeExamples = `
What has expired, and what is not approved where that is asked for, is delivered and shared no more.

Examples:
  $ ./dev gatefold assets change Aurora/Summer/hero.jpg --name "Hero 2026.jpg" --as ada
  $ ./dev gatefold assets change Aurora/Summer/hero.jpg --into Aurora/Winter --as ada
  $ ./dev gatefold assets change Aurora/Summer/hero.jpg --withdraw --expires "2027-01-31 18:00" --as ada`;

export function registerAssets(program: Command, io: Io): void {
  const assets = program
    .command("assets")
    .description("single pictures: bring one in, change it, fetch or delete it; `ls` shows them");
  const upload = assets
    .command("upload")
    .description("bring one picture in; `import` brings a whole folder")
    .argument("<file>", "the picture on this machine")
    .requiredOption("--into <PATH>", "the folder of the library it goes into")
    .option("--name <NAME>", "what it is called there; left out: as the file is")
    .addHelpText("after", example("assets upload ~/Pictures/hero.jpg --into Aurora/Summer --as ada"));
  withSession(upload).action((file: string, options: UploadOptions) =>
    asPerson(io, options, (session) => bringIn(io, session, file, options)),
  );
  const replace = assets
    .command("replace")
    .description("give a picture new bytes: a new version of it; what it is called and who holds it stays")
    .argument("<picture>", "its path or id")
    .argument("<file>", "the picture on this machine")
    .addHelpText("after", example("assets replace Aurora/Summer/hero.jpg ~/Pictures/hero-2.jpg --as ada"));
  withSession(replace).action((path: string, file: string, options: SessionOptions) =>
    asPerson(io, options, (session) => exchange(io, session, { path, file }, options)),
  );
  registerChange(assets, io);
  const download = assets
    .command("download")
    .description("fetch the original of a picture; what is there already is not written over")
    .argument("<picture>", "its path or id")
    .option("--to <FILE>", "the file it becomes; left out: its own name, here")
    .addHelpText("after", example("assets download Aurora/Summer/hero.jpg --to /tmp/hero.jpg --as ada"));
  withSession(download).action((path: string, options: DownloadOptions) =>
    asPerson(io, options, (session) => fetchOne(io, session, path, options)),
  );
  const remove = assets
    .command("delete")
    .description("delete a picture; what was delivered stays on its platform until it is removed there")
    .argument("<picture>", "its path or id")
    .addHelpText("after", example("assets delete Aurora/Summer/hero.jpg --as ada"));
  withSession(remove).action((path: string, options: SessionOptions) =>
    asPerson(io, options, async (session) => {
      const { id, name } = await findPicture(session, path);
      await session.api.call("assets.delete", { path: { asset: id } });
      io.print(options.json ? "{}" : io.style.good(`${name} is gone.`));
    }),
  );
}

function registerChange(assets: Command, io: Io): void {
  const change = assets
    .command("change")
    .description("rename or move a picture, approve it, or say when it expires")
    .argument("<picture>", "its path or id")
    .option("--name <NAME>", "what it is called from now on")
    .option("--into <PATH>", "the folder it goes into")
    .option("--approve", "it may go out")
    .option("--withdraw", "it is not approved any more")
    .option("--expires <TIME>", "when it may be used no longer")
    .option("--no-end", "it does not expire")
    .addHelpText("after", changeExamples);
  withSession(change).action(
    (path: string, options: Omit<ChangeOptions, "noEnd"> & { readonly end: boolean }) =>
      asPerson(io, options, (session) => alter(io, session, path, { ...options, noEnd: !options.end })),
  );
}

/** A picture by its path or id. */
async function findPicture({ api }: Session, path: string) {
  const place = await findPlace(api, path);
  if (place.kind === "folder") throw usage(`${place.name || path} is a folder; name a picture.`);
  return place;
}

async function bringIn(io: Io, session: Session, file: string, { into, name, json }: UploadOptions) {
  const { id: folder } = await findFolder(session, into);
  const { blob, name: own } = await pictureFile(io, file);
  const query = { folder, name: name ?? own };
  const { value, text } = await session.api.answer("assets.upload", { query, body: blob });
  await tell(io, session, { value, text, json }, "is there");
}

async function exchange(
  io: Io,
  session: Session,
  { path, file }: { readonly path: string; readonly file: string },
  { json }: SessionOptions,
): Promise<void> {
  const { id } = await findPicture(session, path);
  const { blob } = await pictureFile(io, file);
  const { value, text } = await session.api.answer("assets.replace", { path: { asset: id }, body: blob });
  await tell(io, session, { value, text, json }, "has these bytes now");
}

async function alter(io: Io, session: Session, path: string, options: ChangeOptions): Promise<void> {
  const body = await changesOf(io, session, options);
  if (Object.values(body).every((value) => value === undefined)) {
    throw usage("Say what is to be changed: --name, --into, --approve, --withdraw, --expires or --no-end.");
  }
  const { id } = await findPicture(session, path);
  const { value, text } = await session.api.answer("assets.change", { path: { asset: id }, body });
  await tell(io, session, { value, text, json: options.json }, "is changed");
}

async function changesOf(
  io: Io,
  session: Session,
  { name, into, approve = false, withdraw = false, expires, noEnd = false }: ChangeOptions,
): Promise<InputOf<"assets.change">["body"]> {
  if (approve && withdraw) throw usage("Name --approve or --withdraw, not both.");
  if (noEnd && expires !== undefined) throw usage("Name --expires or --no-end, not both.");
  const end = expires === undefined ? undefined : new Date(await momentOf(expires, io.now())).toISOString();
  return {
    name,
    folder: into === undefined ? undefined : (await findFolder(session, into)).id,
    approved: approve || withdraw ? approve : undefined,
    expires: noEnd ? null : end,
  };
}

async function tell(
  io: Io,
  { api }: Session,
  {
    value,
    text,
    json = false,
  }: { readonly value: Asset; readonly text: string; readonly json?: boolean | undefined },
  what: string,
): Promise<void> {
  if (json) return io.print(text);
  const { id, version, approved, expires } = value;
  const marks = [
    version && `${version.width}×${version.height}, ${sayBytes(version.bytes)}`,
    !approved && "not approved",
    expires && `expires ${sayTime(Date.parse(expires))}`,
  ].filter(Boolean);
  const path = await createDirectory(api, null).place(id);
  io.print(io.style.good(`${path} ${what}${marks.length > 0 ? `: ${marks.join(", ")}` : ""}.`));
}

async function fetchOne(io: Io, session: Session, path: string, { to, json }: DownloadOptions) {
  const { id } = await findPicture(session, path);
  const { value: asset, text } = await session.api.answer("assets.get", { path: { asset: id } });
  if (!asset.version) throw new CommandFailed(exit.refused, "NO_BYTES", `${asset.name} has no bytes yet.`);
  const file = await saveAs(io, to ?? asset.name, () => session.bytes(asset.links.content));
  io.print(json ? text : io.style.good(`${file} is there: ${sayBytes(asset.version.bytes)}.`));
}
