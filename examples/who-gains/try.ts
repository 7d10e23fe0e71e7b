import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Event, parsePolicy } from "@gatefold/core";
import { parse } from "yaml";
import { preview } from "./preview.ts";

const file = join(import.meta.dirname, "../policy-in-git/studio.policy.yaml");
const { state } = parsePolicy(parse(readFileSync(file, "utf8")));

/** What somebody is about to do, in the words of whoever asked for it. */
const wishes: Record<string, Event> = {
  "Mia helps the Aurora team": { type: "group.member-added", id: "aurora-team", user: "mia" },
  "Show the team one contract": { type: "folder.restriction-set", id: "aurora-legal", restricted: false },
  "Legal belongs beside the clients": { type: "folder.moved", id: "aurora-legal", parent: "library" },
  "Cal leaves": { type: "user.status-set", id: "cal", status: "suspended" },
};

for (const [wish, event] of Object.entries(wishes)) {
  const { gains, losses } = preview(state, [event], Date.now());
  console.log(`${wish}:`);
  for (const line of [...gains, ...losses]) console.log(`  ${line}`);
  if (gains.length + losses.length === 0) console.log("  nobody gains or loses anything");
}
