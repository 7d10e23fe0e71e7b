import { type Sheet, backdrop, circle, ellipse, path, rect } from "./sheet.ts";

/** A studio: wall, table, and an arch of light behind the thing shown. */
function studio(
  sheet: Sheet,
  wall: readonly [string, string],
  table: readonly [string, string],
  arch: string,
): void {
  const { width, height } = sheet;
  const edge = height * 0.72;
  const half = width * 0.27;
  const spring = height * 0.42;
  sheet.add(backdrop(sheet, sheet.linear(wall)));
  sheet.add(
    path(
      `M${width / 2 - half} ${edge} V${spring} A${half} ${half} 0 0 1 ${width / 2 + half} ${spring} V${edge}Z`,
      `fill="${arch}"`,
    ),
  );
  sheet.add(rect(0, edge, width, height - edge, `fill="${sheet.linear(table)}"`));
}

/** What a thing on the table casts to its right. */
const shadow = (sheet: Sheet, x: number, y: number, width: number) =>
  ellipse(
    x + width * 0.28,
    y,
    width * 0.85,
    width * 0.11,
    `fill="#1a0f18" opacity="0.34" ${sheet.blur(width * 0.05)}`,
  );

function plinth(sheet: Sheet, x: number, y: number, width: number, height: number): string[] {
  const side = sheet.linear(["#fdeee6", "#fdeee6", "#e3b7a6"], 90);
  const depth = width * 0.09;
  const body = `M${x - width / 2} ${y} v${height} a${width / 2} ${depth} 0 0 0 ${width} 0 v${-height}Z`;
  return [
    shadow(sheet, x, y + height, width * 0.6),
    path(body, `fill="${side}"`),
    ellipse(x, y, width / 2, depth, `fill="#fdeee6" stroke="#fff" stroke-opacity="0.5"`),
  ];
}

export function bottle(sheet: Sheet): void {
  const { width, height } = sheet;
  studio(sheet, ["#f6cdbd", "#f3b7a4"], ["#ee9f8c", "#d97e70"], "#fbe3d6");
  const [x, y] = [width / 2, height * 0.74];
  sheet.add(...plinth(sheet, x, y, width * 0.46, height * 0.12));
  sheet.add(...flacon(sheet, x, y + 4, width * 0.24));
  sheet.add(...sprig(sheet, width * 0.2, height * 0.82, width * 0.17, "#7e9b6d"));
}

/** A bottle of scent, its foot at (x, y). */
function flacon(sheet: Sheet, x: number, y: number, size: number): string[] {
  const glass = sheet.linear(["#f9a26c@0.95", "#ffe0b8@0.95", "#f6834f@0.95", "#c9502f@0.95"], 90);
  const scent = sheet.linear(["#ffcf8a", "#e8632f"]);
  const brass = sheet.linear(["#d9b86a", "#fff0c2", "#a67d33"], 90);
  const stopper = sheet.linear(["#f2e6da", "#ffffff", "#c7aa97"], 90);
  const at = (up: number) => y - size * up;
  return [
    rect(x - size / 2, at(1.35), size, size * 1.35, `fill="${glass}"`, size * 0.16),
    rect(x - size * 0.4, at(0.95), size * 0.8, size * 0.86, `fill="${scent}" opacity="0.65"`, size * 0.12),
    rect(x - size * 0.14, at(1.52), size * 0.28, size * 0.2, `fill="${brass}"`),
    rect(x - size * 0.24, at(1.98), size * 0.48, size * 0.5, `fill="${stopper}"`, size * 0.07),
    circle(x, at(0.56), size * 0.19, `fill="none" stroke="#fff6e8" stroke-width="${size * 0.02}"`),
    circle(x, at(0.56), size * 0.08, `fill="#fff6e8"`),
    rect(x - size * 0.4, at(1.24), size * 0.07, size * 1.06, `fill="#fff" opacity="0.7"`, size * 0.04),
  ];
}

/** Leaves along a curved stem. */
function sprig(sheet: Sheet, x: number, y: number, size: number, colour: string): string[] {
  const leaves = Array.from({ length: 9 }, (_, index) => {
    const turn = -70 + (index % 2 ? 1 : -1) * sheet.between(28, 60) + index * 4;
    const along = index / 9;
    const long = size * sheet.between(0.4, 0.62);
    const place = `translate(${x + along * size * 0.7} ${y - along * size * 1.5}) rotate(${turn})`;
    return path(
      `M0 0 Q${long * 0.5} ${-long * 0.34} ${long} 0 Q${long * 0.5} ${long * 0.34} 0 0Z`,
      `transform="${place}" fill="${colour}" opacity="${sheet.between(0.75, 1).toFixed(2)}"`,
    );
  });
  const stem = `M${x} ${y} Q${x + size * 0.2} ${y - size} ${x + size * 0.7} ${y - size * 1.5}`;
  return [path(stem, `stroke="${colour}" stroke-width="${size * 0.03}" fill="none"`), ...leaves];
}

export function jar(sheet: Sheet): void {
  const { width, height } = sheet;
  studio(sheet, ["#dce7f2", "#c0d2e6"], ["#f5f8fc", "#cfdcea"], "#eef4fa");
  const [x, y, size] = [width / 2, height * 0.8, width * 0.4];
  const glass = sheet.linear(["#9fb9d6", "#f4f9ff", "#dbe8f5", "#7e9cc0"], 90);
  const bend = size * 0.12;
  const body = `M${x - size / 2} ${y - size * 0.5} v${size * 0.42} q0 ${bend} ${bend} ${bend} h${size * 0.76} q${bend} 0 ${bend} ${-bend} v${-size * 0.42}Z`;
  sheet.add(shadow(sheet, x, y, size * 0.62), path(body, `fill="${glass}"`));
  sheet.add(...lid(sheet, x, y - size * 0.78, size));
  sheet.add(...snowCrystal(x, y - size * 0.2, size * 0.14, "#4e78aa"));
  for (let count = 0; count < 7; count += 1) {
    const place = [sheet.between(0.06, 0.94) * width, height * sheet.between(0.84, 0.94)] as const;
    sheet.add(...snowball(sheet, ...place, sheet.between(0.02, 0.055) * width));
  }
}

function lid(sheet: Sheet, x: number, y: number, size: number): string[] {
  const metal = sheet.linear(["#8a94a3", "#f3f5f8", "#b3bcc8", "#5f6a7a"], 90);
  const grooves = Array.from({ length: 26 }, (_, groove) => {
    const left = x - size * 0.53 + groove * size * 0.0424;
    return rect(left, y + size * 0.04, 1.5, size * 0.22, `fill="#39465a" opacity="0.18"`);
  });
  return [
    rect(x - size * 0.54, y, size * 1.08, size * 0.3, `fill="${metal}"`, size * 0.03),
    ...grooves,
    ellipse(x, y, size * 0.54, size * 0.045, `fill="#fafcff"`),
  ];
}

function snowball(sheet: Sheet, x: number, y: number, r: number): string[] {
  const white = sheet.radial(["#ffffff", "#f0f5fb", "#b7c9de"], { x: 0.35, y: 0.3, r: 0.75 });
  return [
    ellipse(x + r * 0.4, y + r * 0.8, r * 1.3, r * 0.3, `fill="#5f7da3" opacity="0.3" ${sheet.blur(5)}`),
    circle(x, y, r, `fill="${white}"`),
  ];
}

function snowCrystal(x: number, y: number, r: number, colour: string): string[] {
  const twigs = [0.55, 0.3].flatMap((at) => {
    const [side, up] = at > 0.5 ? [r * 0.25, -r * 0.22] : [r * 0.18, -r * 0.16];
    return [`M0 ${-r * at}l${side} ${up}`, `M0 ${-r * at}l${-side} ${up}`];
  });
  return [0, 60, 120, 180, 240, 300].map((turn) =>
    path(
      `M0 0V${-r}${twigs.join("")}`,
      `transform="translate(${x} ${y}) rotate(${turn})" stroke="${colour}" stroke-width="${r * 0.08}" stroke-linecap="round" fill="none"`,
    ),
  );
}
