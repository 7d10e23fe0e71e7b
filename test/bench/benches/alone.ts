import { fork } from "node:child_process";
import { once } from "node:events";
import type { PaceName } from "../measuring/pace.ts";
import type { Report } from "../report/report.ts";
import type { Size } from "../world/world.ts";

/** What runs in a process of its own, by the name of its file here. */
export type Solo = "changes" | "explain" | "memory" | "million" | "visible";

/** One such bench, as its file exports it. */
export type SoloBench = (size: Size, pace: PaceName) => Report | Promise<Report>;

/** A bench in a new process, with a heap that nobody else has used and a garbage collector that can be called. */
export function alone(name: Solo): (size: Size, pace: PaceName) => Promise<Report> {
  return async (size, pace) => {
    const child = fork(new URL("stage.ts", import.meta.url), [name, size, pace], {
      execArgv: ["--expose-gc"],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    let report: Report | undefined;
    child.once("message", (message: Report) => {
      report = message;
    });
    await once(child, "close");
    if (!report) throw new Error(`The bench "${name}" ended without a report.`);
    return report;
  };
}
