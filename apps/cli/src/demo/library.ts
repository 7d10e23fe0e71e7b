import type { InputOf } from "@gatefold/client";
import type { Api } from "../api.ts";
import { inParallel } from "../import/parallel.ts";
import { type DemoPicture, demoPictures, renderPicture } from "./pictures/index.ts";

/** Told as the library fills. */
export interface Filling {
  readonly onPicture: (path: string) => void;
}

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
    await api.call("assets.upload", {
      query: { folder: folders.get(`${workspace}/${folder}`) ?? root, name },
      body: new Blob([bytes as Uint8Array<ArrayBuffer>]),
    });
    onPicture(picture.path.join("/"));
  });
  return folders;
}

async function makeFolders(api: Api, root: string): Promise<Map<string, string>> {
  const folders = new Map<string, string>();
  const make = async (path: string, body: InputOf<"folders.create">["body"]) => {
    if (folders.has(path)) return;
    const { id } = await api.call("folders.create", { body });
    folders.set(path, id);
  };
  for (const { path } of demoPictures) {
    const [workspace, name] = path;
    await make(workspace, { parent: root, name: workspace, workspace: true });
    const parent = folders.get(workspace) ?? root;
    await make(`${workspace}/${name}`, { parent, name, restricted: restricted.has(name) });
  }
  return folders;
}

async function* each(pictures: readonly DemoPicture[]): AsyncGenerator<DemoPicture> {
  yield* pictures;
}
