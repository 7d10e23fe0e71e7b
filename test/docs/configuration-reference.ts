import { type Key, keys, settingOf } from "../../apps/cli/src/configuration/declaration.ts";
import {
  fileKeyOf,
  fileVariableOf,
  flagOf,
  otherVariables,
  secretKeys,
  variableOf,
} from "../../apps/cli/src/configuration/names.ts";

/** `docs/reference/configuration.md`, from the declaration that the gateway is started by. */
export function configurationReference(): string {
  return `${introduction}

${tableOf(["setting", "variable, option", "what it is", "where it is not set", "since"], keys.map(rowOf))}

${secrets}

## Other variables

${tableOf(
  ["variable", "what it is"],
  Object.entries(otherVariables).map(([name, is]) => [`\`${name}\``, is]),
)}
`;
}

const introduction = `# Configuration

<!-- Made from the declaration in the code; \`./dev docs\` writes it anew. -->

Everything that can be set for \`gatefold serve\`. An option wins over a variable, a variable over the file, the file over
what is usual. The file is JSON or YAML, named by \`--config FILE\` or \`GATEFOLD_CONFIG\`; a dot in a setting's name is a
section, and paths in it are meant from the folder it lies in:

\`\`\`yaml
data: /srv/gatefold
api:
  url: https://gatefold.example.org
content:
  url: https://pictures.example.org
trustedProxies: [127.0.0.1]
\`\`\`

A name that is none is refused, and so is a value that can't be (\`SETTINGS_INVALID\`): all of them are told at once, and no
value is ever quoted. \`gatefold config\` shows what is in force and where it comes from, \`gatefold config check FILE\` says
whether a file would be taken. An empty variable is as if not set.`;

const secrets = `A secret may lie in a file of its own, as Docker and Kubernetes bring them: ${secretKeys
  .map((key) => `\`${fileVariableOf(key)}\` (\`${fileKeyOf(key)}\` in the file of settings)`)
  .join(", ")} names it.`;

function rowOf(key: Key): string[] {
  const { is, kind, usual, usualSaid, secret, since } = settingOf(key);
  return [
    `\`${key}\``,
    `\`${variableOf(key)}\`<br>\`${flagOf(key)}\``,
    `${is} Takes ${kind.takes}.${secret ? " A secret." : ""}`,
    usualSaid ?? `\`${String(usual)}\``,
    since,
  ];
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [lineOf(head), lineOf(head.map(() => "---")), ...rows.map(lineOf)].join("\n");
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
