/** A time in the unit that suits it. */
export function timeText(nanoseconds: number): string {
  if (nanoseconds < 1e3) return `${round(nanoseconds)} ns`;
  if (nanoseconds < 1e6) return `${round(nanoseconds / 1e3)} µs`;
  if (nanoseconds < 1e9) return `${round(nanoseconds / 1e6)} ms`;
  return `${round(nanoseconds / 1e9)} s`;
}

export function memoryText(bytes: number): string {
  return `${round(bytes / 2 ** 20)} MB`;
}

export function ratioText(ratio: number): string {
  return `${round(ratio)}x`;
}

/** Three digits, or all before the point; whole numbers as they are. */
export function round(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(Math.min(digits, 3));
}

export function countText(count: number): string {
  return count.toLocaleString("en");
}
