import { clouds, firs, ground, ridgeLine, snowfall, stars, sun } from "./nature.ts";
import { type Point, type Sheet, backdrop, ellipse, group, outline, polygon, rect } from "./sheet.ts";

export function northernLights(sheet: Sheet): void {
  const { width, height } = sheet;
  sheet.add(backdrop(sheet, sheet.linear(["#050b24", "#0b1f45", "#123c5c", "#1d5a68"])));
  sheet.add(...stars(sheet, 260, height * 0.7));
  const curtains = [
    ["#5affc1", 0.62],
    ["#37e0d0", 0.5],
    ["#b07bff", 0.42],
  ] as const;
  curtains.forEach(([colour, strength], index) => sheet.add(curtain(sheet, colour, strength, index)));
  const far = ridgeLine(sheet, height * 0.86, height * 0.26, 0.65);
  sheet.add(ground(sheet, far, sheet.linear(["#16324d", "#0c1c33"])));
  sheet.add(ground(sheet, ridgeLine(sheet, height * 0.95, height * 0.14, 0.4), "#081426"));
  const heights = [height * 0.08, height * 0.2] as const;
  sheet.add(...firs(sheet, { y: height * 0.99, height: heights, step: [16, 46], fill: "#040a16" }));
  sheet.add(rect(0, height * 0.975, width, height * 0.03, `fill="#040a16"`));
}

/** A swaying band of light: many thin, soft, upright strokes. */
function curtain(sheet: Sheet, colour: string, strength: number, index: number): string {
  const { width, height } = sheet;
  const fade = sheet.linear([
    `${colour}@0`,
    `${colour}@${strength}`,
    `${colour}@${strength * 0.7}`,
    `${colour}@0`,
  ]);
  const phase = sheet.random() * 6;
  const strokes = Array.from({ length: 150 }, (_, step) => {
    const along = step / 149;
    const sway = Math.sin(along * (5 + index) + phase) * 0.09 + Math.sin(along * 13 + phase * 2) * 0.03;
    const length = height * (0.28 + 0.14 * Math.sin(along * 21 + phase) + sheet.random() * 0.06);
    const top = height * (0.16 + index * 0.07 + sway);
    return rect(width * (along * 1.1 - 0.05), top, width / 110, length, `fill="${fade}"`);
  });
  return group(strokes, `${sheet.blur(6)} opacity="0.8"`);
}

export function snowyFirs(sheet: Sheet): void {
  const { width, height } = sheet;
  sheet.add(backdrop(sheet, sheet.linear(["#bcd3e8", "#e7eef6", "#fdf3ee"])));
  sheet.add(...sun(sheet, width * 0.5, height * 0.34, height * 0.05, "#fff8ec"));
  const rows = [
    ["#a9c0d4", "#dbe7f1"],
    ["#7f9cb6", "#e4edf5"],
    ["#4d6f8c", "#eef4f9"],
    ["#24465f", "#ffffff"],
  ] as const;
  rows.forEach(([fill, snow], index) => {
    const y = height * (0.58 + index * 0.12);
    const tall = height * (0.16 + index * 0.09);
    const gap = 1 + index * 0.8;
    const row = { y, fill, height: [tall * 0.75, tall * 1.15], step: [30 * gap, 62 * gap] } as const;
    sheet.add(...firs(sheet, { ...row, snow: index > 1 ? snow : undefined }));
    sheet.add(ground(sheet, ridgeLine(sheet, y + 12, 22, 0.1), sheet.linear([snow, "#cfdfec"])));
  });
  sheet.add(...snowfall(sheet, 160));
}

export function snowPeak(sheet: Sheet): void {
  const { width, height } = sheet;
  sheet.add(backdrop(sheet, sheet.linear(["#1f4e8c", "#5f9bd0", "#cfe6f5"])));
  sheet.add(clouds(sheet, height * 0.46, height * 0.6, "#ffffff"));
  const top: Point = [width * 0.52, height * 0.12];
  const left = slope(sheet, top, [-width * 0.1, height]);
  const right = slope(sheet, top, [width * 1.1, height]);
  const spine = slope(sheet, top, [width * 0.42, height]);
  const sunny = sheet.linear(["#ffffff", "#e5eef7", "#b4c8de"]);
  const shady = sheet.linear(["#a9c1dc", "#6f8fb8", "#4d6d9c"]);
  sheet.add(outline([...left, ...right.toReversed()], `fill="${sunny}"`));
  sheet.add(outline([...spine, ...right.toReversed()], `fill="${shady}"`));
  const ribs = [0.3, 0.44, 0.6] as const;
  for (const [index, at] of ribs.entries()) {
    const from = spine[Math.floor(at * spine.length)] ?? top;
    const rib = slope(sheet, from, [width * (0.18 + index * 0.07), height]);
    sheet.add(outline([...rib, [from[0], height]], `fill="#8fb0d6" opacity="0.35"`));
  }
  const range = [0.7, 0.3, 0.75, 0.25, 0.2, 0.55, 0.3, 0.9, 0.5];
  const middle = ridgeLine(sheet, height * 0.92, height * 0.3, 0.55, range);
  sheet.add(ground(sheet, middle, sheet.linear(["#d9e6f3", "#5d7da8", "#34527f"])));
  sheet.add(
    group(
      [ellipse(width / 2, height * 0.86, width * 0.7, height * 0.05, `fill="#fff" opacity="0.4"`)],
      sheet.blur(24),
    ),
  );
  const near = ridgeLine(sheet, height * 0.99, height * 0.14, 0.5);
  sheet.add(ground(sheet, near, sheet.linear(["#1d3a5f", "#0e2140"])));
}

/** A jagged way from one point down to another. */
function slope(sheet: Sheet, from: Point, to: Point): Point[] {
  const steps = 26;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const along = step / steps;
    const jag = step === 0 || step === steps ? 0 : (sheet.random() - 0.5) * sheet.width * 0.035;
    return [from[0] + (to[0] - from[0]) * along + jag, from[1] + (to[1] - from[1]) * along];
  });
}

export function cabin(sheet: Sheet): void {
  const { width, height } = sheet;
  sheet.add(backdrop(sheet, sheet.linear(["#0d1b3d", "#24406e", "#5d7ba6", "#c9b9c4"])));
  sheet.add(...stars(sheet, 120, height * 0.5));
  sheet.add(...sun(sheet, width * 0.8, height * 0.18, height * 0.05, "#fdf6df"));
  const hills = ridgeLine(sheet, height * 0.7, height * 0.34, 0.5, [0.5, 0.8, 0.4, 0.7, 1, 0.5, 0.8]);
  sheet.add(ground(sheet, hills, sheet.linear(["#8fa5c8", "#5b749e"])));
  const heights = [height * 0.14, height * 0.3] as const;
  const row = {
    y: height * 0.75,
    height: heights,
    step: [26, 52],
    fill: "#1a2f4d",
    snow: "#c4d4e6",
  } as const;
  sheet.add(...firs(sheet, row));
  const snow = sheet.linear(["#e8eff7", "#9fb4cf"]);
  sheet.add(ground(sheet, ridgeLine(sheet, height * 0.76, 24, 0.1), snow));
  sheet.add(...logHouse(sheet, width * 0.38, height * 0.82, width * 0.24));
  sheet.add(...snowfall(sheet, 110));
}

function logHouse(sheet: Sheet, x: number, y: number, size: number): string[] {
  const logs = [1, 2, 3, 4, 5].map((log) =>
    rect(x, y - size * 0.5 + log * size * 0.085, size, 2, `fill="#2a1610"`),
  );
  const light = sheet.radial(["#fff3c4", "#ffc35a"]);
  const windows = [0.16, 0.62].map((at) =>
    rect(
      x + size * at,
      y - size * 0.36,
      size * 0.22,
      size * 0.2,
      `fill="${light}" stroke="#2a1610" stroke-width="4"`,
    ),
  );
  const roof = `${x - size * 0.14},${y - size * 0.46} ${x + size * 0.5},${y - size * 0.98} ${x + size * 1.14},${y - size * 0.46}`;
  return [
    rect(x, y - size * 0.5, size, size * 0.5, `fill="${sheet.linear(["#5a3527", "#3a2119"])}"`),
    ...logs,
    rect(x + size * 0.76, y - size * 1.02, size * 0.1, size * 0.3, `fill="#4a2c22"`),
    polygon(roof, `fill="${sheet.linear(["#ffffff", "#cddcea"])}"`),
    ...windows,
    ellipse(
      x + size * 0.5,
      y + size * 0.06,
      size * 0.8,
      size * 0.12,
      `fill="#ffce73" opacity="0.45" ${sheet.blur(14)}`,
    ),
  ];
}
