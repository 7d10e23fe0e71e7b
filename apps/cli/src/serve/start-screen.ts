import { demoOwner, demoPeople, otherAgency } from "../demo/cast.ts";
import { copyable } from "../shell.ts";
import type { Style } from "../style.ts";
import { FIRST_OWNER } from "./first-account.ts";
import type { ServerAddresses } from "../data-folder/server-file.ts";

/** What to try first, in this order; with what to look for. */
const tries: readonly (readonly [words: readonly string[], what: string])[] = [
  [["ls", "Aurora", "--as", "bea"], "what Bea sees of it"],
  [["deliver", "Aurora/Summer/hero.jpg", "--as", "bea"], "and it is in the sandbox"],
  [["deliver", "Aurora/Winter/lights.jpg", "--as", "bea"], "refused, and why"],
  [["deliver", "Bergström/Summer/lake.jpg", "--as", "bea"], "not here, or not hers: nobody can tell"],
  [["why", "bea", "deliver.klaviyo", "Aurora/Winter/lights.jpg", "--as", "ada"], "in full, with the way out"],
  [["who", "deliver.klaviyo", "Aurora/Winter/lights.jpg", "--as", "ada"], "all who may"],
  [["audit", "tail", "--as", "ada"], "who did what to whom"],
  [["audit", "verify", "--as", "ada"], "that none of it was changed"],
];

/** What can be tried on an account that has nothing but its owner. */
const firstSteps: typeof tries = [
  [["why", "account.manage", "--account", "--as", FIRST_OWNER], "that the owner may do everything"],
  [["audit", "tail", "--as", FIRST_OWNER], "how the account began"],
];

export interface StartScreenSettings {
  readonly demo: boolean;
  readonly style: Style;
  readonly program: string;
  readonly dataFolder: string;
}

/** What the terminal shows once everything runs. */
export function startScreen(
  { gateway, sandbox }: ServerAddresses,
  { demo, style, program, dataFolder }: StartScreenSettings,
): string {
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
    ...triesOf(demo ? tries : firstSteps, program, style),
    "",
    style.faint(`Ctrl-C stops it${demo ? "; ./dev reset starts over" : ""}.`),
    "",
  ];
  return lines.map((line) => (line === "" ? "" : `  ${line}`)).join("\n");
}

function triesOf(list: typeof tries, program: string, style: Style): string[] {
  return list.flatMap(([words, what]) => [
    `${program} ${copyable(words)}`,
    `    ${style.faint(`# ${what}`)}`,
  ]);
}
