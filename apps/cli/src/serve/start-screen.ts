import { demoOwner, demoPeople, otherAgency } from "../demo/cast.ts";
import { copyable } from "../shell.ts";
import type { Style } from "../style.ts";
import { FIRST_OWNER } from "./first-account.ts";
import type { ServerAddresses } from "../data-folder/server-file.ts";

/** What to try first, in this order, and what it shows. */
const tries: readonly (readonly [what: string, words: readonly string[]])[] = [
  ["what Bea sees of Aurora", ["ls", "Aurora", "--as", "bea"]],
  [
    "a picture of hers goes to Klaviyo; look into the sandbox",
    ["deliver", "Aurora/Summer/hero.jpg", "--as", "bea"],
  ],
  [
    "one she may only see is refused, with what to ask for",
    ["deliver", "Aurora/Winter/lights.jpg", "--as", "bea"],
  ],
  [
    "another client's: not here, or not hers, and nobody can tell",
    ["deliver", "Bergström/Summer/lake.jpg", "--as", "bea"],
  ],
  [
    "the owner sees why, and what would allow it",
    ["why", "bea", "deliver.klaviyo", "Aurora/Winter/lights.jpg", "--as", "ada"],
  ],
  ["and everybody who may", ["who", "deliver.klaviyo", "Aurora/Winter/lights.jpg", "--as", "ada"]],
  ["who did what to whom, and that none of it was changed", ["audit", "tail", "--as", "ada"]],
  ["", ["audit", "verify", "--as", "ada"]],
];

/** What can be tried on an account that has nothing but its owner. */
const firstSteps: typeof tries = [
  ["that the owner may do everything", ["why", "account.manage", "--account", "--as", FIRST_OWNER]],
  ["how the account began", ["audit", "tail", "--as", FIRST_OWNER]],
];

export interface StartScreenSettings {
  readonly demo: boolean;
  readonly style: Style;
  readonly program: string;
  readonly dataFolder: string;
  /** Whether it is found without being named. */
  readonly isUsual: boolean;
}

/** What the terminal shows once everything runs. */
export function startScreen({ gateway, sandbox }: ServerAddresses, settings: StartScreenSettings): string {
  const { demo, style, program, dataFolder, isUsual } = settings;
  const onIt = isUsual ? [] : ["--data", dataFolder];
  const cast = demo ? [demoOwner, ...demoPeople, otherAgency.owner] : [];
  const lines = [
    "",
    style.strong("Gatefold is running."),
    "",
    `Gateway  ${style.accent(gateway)}`,
    ...(sandbox
      ? [`Sandbox  ${style.accent(sandbox)}  ${style.faint("a fake Klaviyo; open it in a browser")}`]
      : []),
    `Data     ${dataFolder}`,
    "",
    ...(demo
      ? [style.strong("Who is who"), ...cast.map(({ username, is }) => `${username.padEnd(5)} ${is}`), ""]
      : []),
    style.strong("To try, in another terminal"),
    ...commandsOf(demo ? tries : firstSteps, settings),
    "",
    style.faint(
      demo ? `Ctrl-C stops it; ${program} ${copyable(["reset", ...onIt])} starts over.` : "Ctrl-C stops it.",
    ),
    "",
  ];
  return lines.map((line) => (line === "" ? "" : `  ${line}`)).join("\n");
}

function commandsOf(
  list: typeof tries,
  { style, program, dataFolder, isUsual }: StartScreenSettings,
): string[] {
  const onIt = isUsual ? [] : ["--data", dataFolder];
  return list.flatMap(([what, words]) => {
    const command = `${program} ${copyable(words.concat(onIt))}`;
    return what ? [style.faint(`# ${what}`), command] : [command];
  });
}
