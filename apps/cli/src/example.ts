/** The end of a command's help: one line that can be typed at the demo. */
export function example(words: string): string {
  return `\nExample:\n  $ ./dev gatefold ${words}`;
}
