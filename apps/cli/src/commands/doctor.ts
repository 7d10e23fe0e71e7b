import type { Command } from "commander";
import type { Configuration } from "../configuration/configuration.ts";
import { configurationOf, type SettingsOptions, withSettings } from "../configuration/options.ts";
import { CommandFailed, exit } from "../exit.ts";
import type { Finding } from "../doctor/finding.ts";
import type { Io } from "../io.ts";
import { openSession } from "../session.ts";

interface DoctorOptions extends SettingsOptions {
  readonly json?: boolean;
  readonly deep?: boolean;
  readonly connections?: boolean;
  readonly as?: string;
  readonly data?: string;
}

export function registerDoctor(program: Command, io: Io): void {
  const command = program
    .command("doctor")
    .description("look at all that a gateway needs here, and say what to do; nothing is changed")
    .option("--deep", "walk every journal too, which may take long")
    .option("--connections", "try every connection's credentials at its platform too")
    .option("--as <NAME>", "with --connections: whose key to ask with, else $GATEFOLD_KEY")
    .option("--json", "for programs");
  withSettings(command)
    .addHelpText(
      "after",
      "\nStatus 1 where something is wrong; a warning alone is 0.\n\nExamples:\n  $ ./dev gatefold doctor --data /srv/gatefold\n  $ ./dev gatefold doctor --deep --connections --as owner --json",
    )
    .action((options: DoctorOptions) => doctor(io, options));
}

async function doctor(io: Io, options: DoctorOptions): Promise<void> {
  const findings = await findingsOf(io, options);
  if (options.json === true) io.print(JSON.stringify({ findings }, null, 2));
  else for (const finding of findings) tell(io, finding);
  if (findings.some(({ state }) => state === "wrong")) io.leaveWith(exit.refused);
}

/** Where the configuration itself is wrong, nothing else can be looked at. */
async function findingsOf(io: Io, options: DoctorOptions): Promise<readonly Finding[]> {
  // Loaded when it is wanted: other commands open no database.
  const { examine, lookAtNode } = await import("../doctor/doctor.ts");
  const nodeVersion = process.versions.node;
  let configuration: Configuration;
  try {
    configuration = await configurationOf(io, options);
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    const { failed } = await import("../doctor/finding.ts");
    return [lookAtNode(nodeVersion), failed("configuration", error)];
  }
  const dataFolder = configuration.values.data ?? io.settings.usualDataFolder;
  const patient = { configuration, dataFolder, deep: options.deep ?? false, now: io.now, fetch, nodeVersion };
  const findings = await examine(patient);
  return options.connections === true ? [...findings, ...(await tried(io, options, dataFolder))] : findings;
}

/** Each connection's credentials, as a person who may see them. */
async function tried(io: Io, { as }: DoctorOptions, data: string): Promise<readonly Finding[]> {
  const { failed, ok } = await import("../doctor/finding.ts");
  const findings: Finding[] = [];
  try {
    const { api } = await openSession(io, { data, ...(as !== undefined && { as }) });
    for await (const { id, connector } of api.items("connections.list")) {
      const check = `connection ${id}`;
      const finding = await api.call("connections.verify", { path: { connection: id } }).then(
        () => ok(check, `${connector} takes the credentials.`),
        (error: unknown) => failed(check, error),
      );
      findings.push(finding);
    }
    return findings.length > 0 ? findings : [ok("connections", "There is none yet that this person sees.")];
  } catch (error) {
    return [failed("connections", error)];
  }
}

function tell(io: Io, { check, state, says, mend }: Finding): void {
  const { good, bad, accent, faint } = io.style;
  const paint = { ok: good, warning: accent, wrong: bad }[state];
  io.print(`${paint(state.padEnd(7))}  ${check}: ${says}`);
  if (mend !== null) io.print(`         ${faint(mend)}`);
}
