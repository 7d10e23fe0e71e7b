import { type ChildProcess, execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../house/sources.ts";

const run = promisify(execFile);

/** Somebody with Node, npm and nothing else: a fresh clone, an empty home, a bare environment. */
export interface Newcomer {
  /** Where they cloned it. */
  readonly clone: string;
  /** Types a command; answers what it printed (both streams together) and its exit status. */
  type(command: string): Promise<{ output: string; status: number }>;
  /** Starts a command that stays; answers once it printed the given text. */
  start(command: string, until: RegExp): Promise<string>;
  /** Presses Ctrl-C on what stays; answers what it printed from then on, once it has ended. */
  interrupt(): Promise<string>;
  leave(): Promise<void>;
}

export async function createNewcomer(): Promise<Newcomer> {
  const folder = await mkdtemp(join(tmpdir(), "gatefold newcomer "));
  const clone = join(folder, "gatefold");
  const home = join(folder, "home");
  await mkdir(home);
  await cloneInto(clone);
  const environment = { HOME: home, PATH: machinePath(), TERM: "dumb", LANG: "C.UTF-8", TZ: "Europe/Paris" };
  const shell = (command: string): ChildProcess =>
    // A process group of its own, as a terminal gives it: Ctrl-C reaches npm, the shell and node alike.
    spawn("sh", ["-c", `exec 2>&1; ${command}`], { cwd: clone, env: environment, detached: true });
  let staying: ChildProcess | undefined;

  return {
    clone,
    async type(command) {
      const child = shell(command);
      let output = "";
      child.stdout?.setEncoding("utf8").on("data", (text: string) => (output += text));
      const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
      return { output, status: status ?? -1 };
    },
    start(command, until) {
      const child = shell(command);
      staying = child;
      return new Promise((resolve, reject) => {
        let output = "";
        child.stdout?.setEncoding("utf8").on("data", (text: string) => {
          output += text;
          if (until.test(output)) resolve(output);
        });
        child.once("close", (status) => reject(new Error(`"${command}" ended with ${status}:\n${output}`)));
      });
    },
    async interrupt() {
      const child = staying;
      staying = undefined;
      if (!child?.pid) throw new Error("Nothing stays that could be interrupted.");
      let output = "";
      child.stdout?.on("data", (text: string) => (output += text));
      process.kill(-child.pid, "SIGINT");
      await new Promise((resolve) => child.once("close", resolve));
      return output;
    },
    async leave() {
      if (staying?.pid) process.kill(-staying.pid, "SIGKILL");
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** What is committed, and what is changed but not yet committed, in a clone without a trace of this checkout's tools. */
async function cloneInto(folder: string): Promise<void> {
  await run("git", ["clone", "--quiet", "--no-hardlinks", root, folder]);
  const { stdout } = await run("git", [
    "-C",
    root,
    "ls-files",
    "-z",
    "--modified",
    "--others",
    "--exclude-standard",
  ]);
  for (const file of stdout.split("\0").filter(Boolean)) {
    await cp(join(root, file), join(folder, file), { force: true }).catch(() =>
      rm(join(folder, file), { force: true }),
    );
  }
}

/** The machine's own folders: without the Node.js and pnpm that ./dev put before them for this run. */
function machinePath(): string {
  const folders = (process.env["PATH"] ?? "").split(":");
  return folders
    .filter((folder) => !folder.includes("node_modules") && !folder.includes("tools/kit"))
    .join(":");
}
