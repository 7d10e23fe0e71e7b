import { clouds, fir, firs, ground, ridgeLine, stars, sun } from "./nature.ts";
import { type Point, type Sheet, backdrop, circle, outline, path, polygon, rect } from "./sheet.ts";

export function sunsetSea(sheet: Sheet): void {
  const { width, height } = sheet;
  const horizon = height * 0.58;
  const sky = sheet.linear([
    [0, "#2b2a5f"],
    [0.25, "#7b3f83"],
    [0.42, "#e0637b"],
    [0.54, "#ffae70"],
    [0.6, "#ffd9a0"],
  ]);
  sheet.add(backdrop(sheet, sky));
  sheet.add(...sun(sheet, width * 0.62, horizon - height * 0.07, height * 0.075, "#fff1c9"));
  sheet.add(clouds(sheet, height * 0.12, height * 0.4, "#ffd1b8"));
  const sea = sheet.linear(["#f0927e", "#8a4a86", "#2f2b66", "#1b1a45"]);
  sheet.add(rect(0, horizon, width, height - horizon, `fill="${sea}"`));
  sheet.add(...glitter(sheet, width * 0.62, horizon, "#ffe9bd"));
  const cape = ridgeLine(sheet, horizon + 3, height * 0.12, 0.4, [0.9, 0.7, 0.25, 0, -0.2, -0.2, -0.2, -0.2]);
  sheet.add(sheet.inside(rect(0, 0, width, horizon, ""), ground(sheet, cape, "#4a2a5e")));
}

/** Glitter on water: dashes under a light at x, wider and rarer towards the viewer. */
function glitter(sheet: Sheet, x: number, top: number, colour: string): string[] {
  return Array.from({ length: 90 }, (_, index) => {
    const depth = (index / 90) ** 1.4;
    const spread = 30 + depth * sheet.width * 0.22;
    const length = sheet.between(20, 60) * (0.4 + depth * 2.2);
    const look = `fill="${colour}" opacity="${sheet.between(0.15, 0.7).toFixed(2)}"`;
    const left = x - length / 2 + (sheet.random() - 0.5) * spread;
    return rect(left, top + 4 + depth * (sheet.height - top), length, 1.5 + depth * 5, look, 3);
  });
}

export function dunes(sheet: Sheet): void {
  const { width, height } = sheet;
  sheet.add(backdrop(sheet, sheet.linear(["#7fc4d6", "#c8e6e0", "#fbeed3"])));
  sheet.add(...sun(sheet, width * 0.22, height * 0.24, height * 0.06, "#fffaf0"));
  const sands = [
    ["#f3c78f", "#e6a96d"],
    ["#e9ad6d", "#cd8148"],
    ["#d98d4e", "#a95e35"],
    ["#b96a3b", "#7d3f29"],
  ] as const;
  sands.forEach(([light, dark], index) => {
    const y = height * (0.5 + index * 0.14);
    const swing = height * (0.12 + index * 0.03);
    const crest = width * sheet.between(0.2, 0.8);
    const top = y - swing;
    const windward = `M0 ${y} C ${crest * 0.5} ${y - swing * 0.2}, ${crest * 0.7} ${top}, ${crest} ${top} C ${crest + width * 0.15} ${top}, ${width * 0.8} ${y + swing * 0.4}, ${width} ${y - swing * 0.1} V${height} H0Z`;
    const lee = `M${crest} ${top} C ${crest - width * 0.05} ${y}, ${crest + width * 0.2} ${y + swing * 0.6}, ${crest - width * 0.08} ${height} H${width} V${y - swing * 0.1} C ${width * 0.8} ${y + swing * 0.4}, ${crest + width * 0.15} ${top}, ${crest} ${top}Z`;
    sheet.add(path(windward, `fill="${sheet.linear([light, dark], 70)}"`));
    sheet.add(path(lee, `fill="${dark}" opacity="0.55"`));
  });
}

export function mountainLake(sheet: Sheet): void {
  const { width, height } = sheet;
  const shore = height * 0.56;
  const scene = lakeShore(sheet, shore);
  sheet.add(scene);
  sheet.add(`<g transform="translate(0 ${shore * 2}) scale(1 -1)" opacity="0.75">${scene}</g>`);
  const water = sheet.linear(["#2e7f93@0.25", "#0e4a63@0.85"]);
  sheet.add(rect(0, shore, width, height - shore, `fill="${water}"`));
  for (let y = shore + 8; y < height; y += 6 + (y - shore) * 0.06) {
    const look = `fill="#fff" opacity="0.16"`;
    sheet.add(rect(sheet.between(-0.2, 0.6) * width, y, sheet.between(0.2, 0.7) * width, 1.6, look));
  }
}

/** Everything above the water line, and nothing below it: it is drawn twice, once upside down. */
function lakeShore(sheet: Sheet, shore: number): string {
  const { width, height } = sheet;
  const above = (line: readonly Point[], fill: string) =>
    outline([...line, [width, shore], [0, shore]], `fill="${fill}"`);
  const peaks = [0.35, 0.6, 0.3, 0.55, 1, 0.5, 0.75, 0.35, 0.6];
  const far = ridgeLine(sheet, shore - height * 0.03, height * 0.44, 0.6, peaks);
  const near = ridgeLine(sheet, shore - height * 0.02, height * 0.24, 0.5, [0.9, 0.4, 0.15, 0.3, 0.8]);
  return [
    rect(0, 0, width, shore, `fill="${sheet.linear(["#4aa3e0", "#b9e2f3", "#fdf6e3"])}"`),
    clouds(sheet, height * 0.06, height * 0.2, "#ffffff"),
    above(
      far,
      sheet.linear([
        [0, "#ffffff"],
        [0.3, "#e3ebf3"],
        [0.45, "#8fa3bc"],
        [1, "#5f7894"],
      ]),
    ),
    above(near, sheet.linear(["#5d8a72", "#35604f"])),
    ...Array.from({ length: 50 }, (_, index) =>
      fir(
        (index * width) / 48 + sheet.between(-14, 14),
        shore,
        height * sheet.between(0.06, 0.13),
        "#1e4638",
      ),
    ),
  ].join("");
}

export function blueRidges(sheet: Sheet): void {
  const { width, height } = sheet;
  sheet.add(backdrop(sheet, sheet.linear(["#f7b267", "#f9d5a7", "#fdeede"])));
  sheet.add(...sun(sheet, width * 0.7, height * 0.3, height * 0.08, "#fff7e6"));
  const blues = ["#c9b8c4", "#a69db8", "#7d84aa", "#566a97", "#37507d", "#213a61", "#122743"];
  blues.forEach((blue, index) => {
    const base = height * (0.54 + index * 0.085);
    const line = ridgeLine(sheet, base, height * (0.22 - index * 0.012), 0.35 + index * 0.05);
    const mist = index < 5 ? "#f3e3d6" : blue;
    sheet.add(ground(sheet, line, sheet.linear([blue, blue, mist]), `opacity="0.96"`));
  });
}

export function tentAtDusk(sheet: Sheet): void {
  const { width, height } = sheet;
  sheet.add(backdrop(sheet, sheet.linear(["#141a3c", "#3c3a72", "#a2577f", "#f29c7a"])));
  sheet.add(...stars(sheet, 150, height * 0.45));
  sheet.add(ground(sheet, ridgeLine(sheet, height * 0.72, height * 0.2, 0.6), "#463a66"));
  sheet.add(ground(sheet, ridgeLine(sheet, height * 0.8, height * 0.12, 0.4), "#2b2748"));
  const clearing = (x: number) => Math.abs(x - width * 0.5) < width * 0.2;
  const heights = [height * 0.1, height * 0.28] as const;
  sheet.add(
    ...firs(sheet, { y: height * 0.84, height: heights, step: [24, 60], fill: "#171733", skip: clearing }),
  );
  sheet.add(rect(0, height * 0.82, width, height * 0.18, `fill="${sheet.linear(["#1d1c38", "#0d0d1f"])}"`));
  sheet.add(...tent(sheet, width * 0.5, height * 0.86, width * 0.13));
}

function tent(sheet: Sheet, x: number, y: number, half: number): string[] {
  const top = y - half * 1.15;
  const glow = sheet.radial(["#ffb85c@0.6", "#ff8a3d@0.15", "#ff8a3d@0"]);
  const cloth = sheet.linear(["#ffe2a6", "#ff9d4d", "#d95a35"]);
  return [
    circle(x, y - half * 0.4, half * 2.6, `fill="${glow}"`),
    polygon(`${x - half},${y} ${x},${top} ${x + half},${y}`, `fill="${cloth}"`),
    polygon(`${x},${top} ${x + half * 0.2},${y} ${x - half * 0.2},${y}`, `fill="#7c2d2a" opacity="0.85"`),
    polygon(`${x},${top} ${x + half},${y} ${x + half * 1.25},${y - half * 0.1}`, `fill="#9c3d33"`),
  ];
}
