import type { Command } from "commander";
import type { Asset } from "@gatefold/client";
import type { Api } from "../api.ts";
import type { Io } from "../io.ts";
import { allOf } from "../pages.ts";
import { findPlace } from "../places.ts";
import { asPerson } from "../as-person.ts";
import { type SessionOptions, withSession } from "../session.ts";
import { sayBytes, rowsOf } from "../table.ts";
import { sayTime } from "../times.ts";

const examples = `
Examples:
  $ ./dev gatefold ls --as bea
  $ ./dev gatefold ls Aurora/Summer --as bea
  $ ./dev gatefold ls "Café Noël ☕" --as ada --json`;

export function registerLs(program: Command, io: Io): void {
  const command = program
    .command("ls")
    .description("the folders and pictures that you may see")
    .argument("[path]", "a folder, or a picture; left out: the whole library's top")
    .addHelpText("after", examples);
  withSession(command).action((path: string | undefined, options: SessionOptions) =>
    asPerson(io, options, async ({ api }) => {
      const { kind, id } = await findPlace(api, path ?? "");
      await (kind === "asset" ? showPicture(io, api, id, options) : showFolder(io, api, id, options));
    }),
  );
}

async function showFolder(io: Io, api: Api, id: string, { json }: SessionOptions): Promise<void> {
  const folders = await allOf(api.items("folders.list", { query: { parent: id } }));
  const assets = await allOf(api.items("assets.list", { query: { folder: id } }));
  if (json) return io.print(JSON.stringify({ folders, assets }));
  if (folders.length + assets.length === 0) return io.note("Nothing that you may see.");
  for (const { name, restricted, workspace } of folders) {
    const marks = [workspace && "workspace", restricted && "restricted"].filter(Boolean).join(", ");
    io.print(`${io.style.accent(`${name}/`)}${marks ? `  ${io.style.faint(marks)}` : ""}`);
  }
  for (const row of rowsOf(assets.map(cellsOf))) io.print(row);
}

async function showPicture(io: Io, api: Api, id: string, { json }: SessionOptions): Promise<void> {
  const { value: asset, text } = await api.answer("assets.get", { path: { asset: id } });
  if (json) return io.print(text);
  for (const row of rowsOf([[...cellsOf(asset), asset.id]])) io.print(row);
}

function cellsOf({ name, version, approved, expires }: Asset): string[] {
  const marks = [!approved && "not approved", expires && `expires ${sayTime(Date.parse(expires))}`];
  const size = version ? [`${version.width}×${version.height}`, sayBytes(version.bytes)] : ["", ""];
  return [name, ...size, version?.mime.replace("image/", "") ?? "", marks.filter(Boolean).join(", ")];
}
