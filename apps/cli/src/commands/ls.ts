import type { Command } from "commander";
import { z } from "zod";
import { type Api, pathOf } from "../api.ts";
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

const folderSchema = z.looseObject({
  name: z.string(),
  restricted: z.boolean().nullable(),
  workspace: z.boolean().nullable(),
});
const assetSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  approved: z.boolean(),
  expires: z.string().nullable(),
  version: z
    .looseObject({ width: z.number(), height: z.number(), bytes: z.number(), mime: z.string() })
    .nullable(),
});

async function showFolder(io: Io, api: Api, id: string, { json }: SessionOptions): Promise<void> {
  const folders = await allOf(api, { path: pathOf("folders"), query: { parent: id } }, folderSchema);
  const assets = await allOf(api, { path: pathOf("assets"), query: { folder: id } }, assetSchema);
  if (json) return io.print(JSON.stringify({ folders, assets }));
  if (folders.length + assets.length === 0) return io.note("Nothing that you may see.");
  for (const { name, restricted, workspace } of folders) {
    const marks = [workspace && "workspace", restricted && "restricted"].filter(Boolean).join(", ");
    io.print(`${io.style.accent(`${name}/`)}${marks ? `  ${io.style.faint(marks)}` : ""}`);
  }
  for (const row of rowsOf(assets.map(cellsOf))) io.print(row);
}

async function showPicture(io: Io, api: Api, id: string, { json }: SessionOptions): Promise<void> {
  const { value: asset, text } = await api.read({ path: pathOf("assets", id) }, assetSchema);
  if (json) return io.print(text);
  for (const row of rowsOf([[...cellsOf(asset), asset.id]])) io.print(row);
}

function cellsOf({ name, version, approved, expires }: z.output<typeof assetSchema>): string[] {
  const marks = [!approved && "not approved", expires && `expires ${sayTime(Date.parse(expires))}`];
  const size = version ? [`${version.width}×${version.height}`, sayBytes(version.bytes)] : ["", ""];
  return [name, ...size, version?.mime.replace("image/", "") ?? "", marks.filter(Boolean).join(", ")];
}
