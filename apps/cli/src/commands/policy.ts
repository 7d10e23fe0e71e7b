import type { Command } from "commander";
import type { OfflineIo } from "../offline.ts";
import { registerPolicyTest } from "../policy/cases.ts";
import { registerPolicyDiff } from "../policy/diff.ts";
import { registerPolicyLint } from "../policy/lint.ts";

export function registerPolicy(program: Command, io: OfflineIo): void {
  const policy = program.command("policy").description("work with policy documents");
  registerPolicyTest(policy, io);
  registerPolicyLint(policy, io);
  registerPolicyDiff(policy, io);
}
