import { type Point, type Sheet, circle, ellipse, group, outline, polygon, rect } from "./sheet.ts";

/** A line of hills from edge to edge: heights by halving, `roughness` 0 (smooth) to 1 (jagged), through `peaks` if given. */
export function ridgeLine(
  sheet: Sheet,
  base: number,
  relief: number,
  roughness: number,
  peaks?: readonly number[],
): Point[] {
  let heights = peaks ?? [sheet.random(), sheet.random(), sheet.random()];
  let scale = peaks ? roughness * 0.4 : 0.5;
  while (heights.length < 200) {
    heights = between(heights, () => (sheet.random() - 0.5) * scale);
    scale *= 0.35 + roughness * 0.25;
  }
  const step = sheet.width / (heights.length - 1);
  return heights.map((height, index) => [index * step, base - height * relief]);
}

/** The same heights with one more between each two, off the middle by what `offset` says. */
function between(heights: readonly number[], offset: () => number): number[] {
  return heights.flatMap((height, index) => {
    const next = heights[index + 1];
    return next === undefined ? [height] : [height, (height + next) / 2 + offset()];
  });
}

export const ground = (sheet: Sheet, line: readonly Point[], fill: string, look = "") =>
  outline([...line, [sheet.width, sheet.height], [0, sheet.height]], `fill="${fill}" ${look}`);

export function sun(sheet: Sheet, x: number, y: number, r: number, colour: string): string[] {
  const glow = sheet.radial([`${colour}@0.75`, `${colour}@0.18`, `${colour}@0`]);
  return [circle(x, y, r * 4.5, `fill="${glow}"`), circle(x, y, r, `fill="${colour}"`)];
}

export function stars(sheet: Sheet, count: number, below: number): string[] {
  return Array.from({ length: count }, () => {
    const look = `fill="#fff" opacity="${sheet.between(0.25, 0.95).toFixed(2)}"`;
    return circle(sheet.random() * sheet.width, sheet.random() * below, sheet.between(0.6, 2.2), look);
  });
}

export function snowfall(sheet: Sheet, count: number): string[] {
  return Array.from({ length: count }, () => {
    const look = `fill="#fff" opacity="${sheet.between(0.35, 0.95).toFixed(2)}"`;
    return circle(sheet.random() * sheet.width, sheet.random() * sheet.height, sheet.between(1.2, 4.5), look);
  });
}

export function clouds(sheet: Sheet, from: number, to: number, colour: string): string {
  const wisps = Array.from({ length: 16 }, () => {
    const look = `fill="${colour}" opacity="${sheet.between(0.12, 0.45).toFixed(2)}"`;
    const half = sheet.between(0.08, 0.3) * sheet.width;
    return ellipse(sheet.random() * sheet.width, sheet.between(from, to), half, sheet.between(3, 11), look);
  });
  return group(wisps, sheet.blur(7));
}

/** A fir of five tiers, its foot at (x, y). */
export function fir(x: number, y: number, height: number, fill: string, snow?: string): string {
  const shapes = [rect(x - height * 0.03, y - height * 0.2, height * 0.06, height * 0.2, `fill="${fill}"`)];
  for (let tier = 0; tier < 5; tier += 1) {
    const top = y - height + tier * height * 0.13;
    const foot = top + height * 0.38;
    const half = height * (0.09 + tier * 0.045);
    shapes.push(polygon(`${x},${top} ${x + half},${foot} ${x - half},${foot}`, `fill="${fill}"`));
    if (snow) shapes.push(drift(x, top, half * 0.62, height, snow));
  }
  return shapes.join("");
}

const drift = (x: number, y: number, half: number, height: number, fill: string) =>
  polygon(
    `${x},${y} ${x + half},${y + height * 0.2} ${x + half * 0.2},${y + height * 0.15} ${x - half * 0.4},${y + height * 0.21} ${x - half * 0.7},${y + height * 0.17}`,
    `fill="${fill}"`,
  );

/** A row of firs along a line, `skip` leaving a clearing. */
export function firs(
  sheet: Sheet,
  row: {
    readonly y: number;
    readonly height: readonly [number, number];
    readonly step: readonly [number, number];
    readonly fill: string;
    readonly snow?: string | undefined;
    readonly skip?: (x: number) => boolean;
  },
): string[] {
  const trees: string[] = [];
  for (let x = sheet.between(-20, 10); x < sheet.width + 30; x += sheet.between(...row.step)) {
    if (row.skip?.(x)) continue;
    trees.push(fir(x, row.y + sheet.between(-10, 10), sheet.between(...row.height), row.fill, row.snow));
  }
  return trees;
}
