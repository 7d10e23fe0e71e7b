import { constants } from "node:fs";
import { access, readdir, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { getuid } from "node:process";
import { readMarker } from "../data-folder/marker.ts";
import { type Finding, ok, warning, wrong } from "./finding.ts";

const FOLDER = "data folder";
const BLOBS = "pictures";

/** Whose it is and who else can read it: the folder, and what in it is for its owner alone. */
export async function lookAtFolder(dataFolder: string, database: "sqlite" | "postgres"): Promise<Finding[]> {
  const found = await stat(dataFolder).catch(() => undefined);
  if (!found) {
    return [
      wrong(
        FOLDER,
        `There is no folder ${dataFolder}.`,
        "Name another with --data; the first start makes it.",
      ),
    ];
  }
  const marker = await readMarker(dataFolder);
  const findings: Finding[] = [];
  if (!marker) {
    findings.push(
      warning(
        FOLDER,
        `${dataFolder} holds no account yet.`,
        "The first start of `gatefold serve` makes one.",
      ),
    );
  } else if (marker.database !== database && !marker.demo) {
    findings.push(
      wrong(
        FOLDER,
        `${dataFolder} belongs to an account in ${marker.database}.`,
        "Mend database.url, or name another folder.",
      ),
    );
  }
  if (process.platform === "win32") return findings;
  if (getuid && found.uid !== getuid()) {
    findings.push(wrong(FOLDER, `${dataFolder} belongs to another user.`, "Run as its owner, or chown it."));
  }
  for (const path of [dataFolder, ...(await privateFilesIn(dataFolder))]) {
    const { mode } = await stat(path);
    if ((mode & 0o077) === 0) continue;
    findings.push(
      wrong(FOLDER, `Others on this machine can get at ${path}.`, `chmod go= ${JSON.stringify(path)}`),
    );
  }
  return findings.length > 0 ? findings : [ok(FOLDER, `${dataFolder} is its owner's alone.`)];
}

async function privateFilesIn(dataFolder: string): Promise<string[]> {
  const inside = await readdir(dataFolder);
  const ours = ["gatefold.json", "gatefold.sqlite", "master.key", "signing.key", "gateway.log"];
  const keys = await readdir(join(dataFolder, "keys")).catch(() => []);
  return [
    ...ours.filter((name) => inside.includes(name)).map((name) => join(dataFolder, name)),
    ...keys.map((name) => join(dataFolder, "keys", name)),
  ];
}

const GIGABYTE = 1e9;

/** Whether pictures can be read and written, and how much room is left. */
export async function lookAtBlobs(folder: string, dataFolder: string): Promise<Finding[]> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  const at = isThere ? folder : dataFolder;
  try {
    await access(at, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return [wrong(BLOBS, `${at} can't be read and written by this user.`, "chown or chmod it.")];
  }
  const { bavail, bsize } = await statfs(at);
  const gigabytes = (bavail * bsize) / GIGABYTE;
  const room = `${at}: ${gigabytes.toFixed(1)} GB are free.`;
  if (gigabytes < 0.1)
    return [wrong(BLOBS, room, "Make room: changes and pictures are refused once it is full.")];
  if (gigabytes < 1) return [warning(BLOBS, room, "Make room soon.")];
  return [ok(BLOBS, room)];
}
