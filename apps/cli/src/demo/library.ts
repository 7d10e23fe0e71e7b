import { z } from "zod";
import { type Api, pathOf } from "../api.ts";
import { inParallel } from "../import/parallel.ts";
import { type DemoPicture, demoPictures, renderPicture } from "./pictures/index.ts";

/** Told as the library fills. */
export interface Filling {
  readonly onPicture: (path: string) => void;
}

const made = z.object({ id: z.string() });

/** Folders that only those who are let in see. */
const restricted = new Set(["Legal", "Drafts"]);

/** Makes the workspaces, their folders and pictures; answers the folders' ids by path (`Aurora/Summer`). */
export async function fillLibrary(
  api: Api,
  root: string,
  { onPicture }: Filling,
): Promise<ReadonlyMap<string, string>> {
  const folders = await makeFolders(api, root);
  await inParallel(each(demoPictures), 2, async (picture) => {
    const [workspace, folder, name] = picture.path;
    const bytes = await renderPicture(picture);
    await api.call(
      {
        method: "POST",
        path: pathOf("assets"),
        query: { folder: folders.get(`${workspace}/${folder}`), name },
        bytes: { body: new Blob([bytes as Uint8Array<ArrayBuffer>]), type: "application/octet-stream" },
      },
      made,
    );
    onPicture(picture.path.join("/"));
  });
  return folders;
}

async function makeFolders(api: Api, root: string): Promise<Map<string, string>> {
  const folders = new Map<string, string>();
  const make = async (path: string, json: object) => {
    if (folders.has(path)) return;
    const { id } = await api.call({ method: "POST", path: pathOf("folders"), json }, made);
    folders.set(path, id);
  };
  for (const { path } of demoPictures) {
    const [workspace, name] = path;
    await make(workspace, { parent: root, name: workspace, workspace: true });
    const parent = folders.get(workspace);
    await make(`${workspace}/${name}`, { parent, name, restricted: restricted.has(name) });
  }
  return folders;
}

async function* each(pictures: readonly DemoPicture[]): AsyncGenerator<DemoPicture> {
  yield* pictures;
}
