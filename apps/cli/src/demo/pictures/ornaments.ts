import {
  type Point,
  type Sheet,
  backdrop,
  circle,
  ellipse,
  outline,
  path,
  polygon,
  polyline,
  rect,
} from "./sheet.ts";
import { turned } from "./patterns.ts";

export function contours(sheet: Sheet): void {
  const { width, height } = sheet;
  sheet.add(backdrop(sheet, "#f4efe3"));
  const tones = ["#e9e4cf", "#dfe3c3", "#cddcb3", "#b9d1a2", "#a3c293", "#8fb086", "#a08f6b", "#c7b69a"];
  const hills = [
    [0.34, 0.42, 0.5],
    [0.76, 0.66, 0.36],
    [0.8, 0.16, 0.24],
  ] as const;
  for (let level = 0; level < 8; level += 1) {
    for (const [index, [x, y, size]] of hills.entries()) {
      const r = size * width * (1 - level / 8.6) * 0.8;
      sheet.add(
        outline(
          blob(x * width, y * height, r, index * 2.1),
          `fill="${tones[level]}" stroke="#8a6f4d" stroke-width="${level % 4 === 0 ? 3 : 1.3}" stroke-opacity="0.75"`,
        ),
      );
    }
  }
  sheet.add(
    path(
      `M${-10} ${height * 0.86} C ${width * 0.3} ${height * 0.7}, ${width * 0.44} ${height * 1.05}, ${width * 0.56} ${height * 0.62} S ${width * 0.6} ${height * 0.12}, ${width * 1.02} ${height * 0.36}`,
      `stroke="#5aa7c4" stroke-width="12" fill="none" stroke-linecap="round"`,
    ),
  );
  sheet.add(
    path(
      `M${width * 0.06} ${-10} C ${width * 0.2} ${height * 0.5}, ${width * 0.5} ${height * 0.3}, ${width * 0.62} ${height * 0.7} S ${width * 0.9} ${height * 0.8}, ${width * 0.94} ${height + 10}`,
      `stroke="#d1495b" stroke-width="6" fill="none" stroke-dasharray="18 12"`,
    ),
  );
}

function blob(x: number, y: number, r: number, phase: number): Point[] {
  return Array.from({ length: 90 }, (_, index) => {
    const turn = (index / 90) * Math.PI * 2;
    const reach =
      r *
      (1 +
        0.14 * Math.sin(turn * 3 + phase) +
        0.08 * Math.sin(turn * 5 + phase * 2) +
        0.04 * Math.sin(turn * 9));
    return [x + Math.cos(turn) * reach, y + Math.sin(turn) * reach * 0.86];
  });
}

/** Rosettes as on banknotes: rolling circles, drawn as one line each. */
export function seal(sheet: Sheet): void {
  const { width, height } = sheet;
  sheet.add(backdrop(sheet, sheet.linear(["#f7f3ea", "#e9e1cf"])));
  const rings = [
    ["#7d5a9e", 0.44, 11, 0.3],
    ["#3a6ea5", 0.36, 17, 0.22],
    ["#c06c84", 0.27, 13, 0.34],
    ["#2f8f83", 0.18, 9, 0.4],
  ] as const;
  for (const [colour, size, lobes, depth] of rings) {
    for (let turn = 0; turn < 5; turn += 1)
      sheet.add(
        polyline(
          rosette(width / 2, height / 2, size * Math.min(width, height), lobes, depth, turn),
          `stroke="${colour}" stroke-width="1.6" opacity="0.85"`,
        ),
      );
  }
  for (const inset of [0.03, 0.045])
    sheet.add(
      rect(
        width * inset,
        width * inset,
        width * (1 - 2 * inset),
        height - width * 2 * inset,
        `fill="none" stroke="#7d5a9e" stroke-width="3"`,
        18,
      ),
    );
}

function rosette(x: number, y: number, r: number, lobes: number, depth: number, phase: number): Point[] {
  return Array.from({ length: 721 }, (_, index) => {
    const turn = (index / 360) * Math.PI * 2;
    const reach = r * (1 - depth + depth * Math.cos(turn * lobes * 0.5 + phase * 0.6));
    return [x + Math.cos(turn) * reach, y + Math.sin(turn) * reach];
  });
}

export function wreath(sheet: Sheet): void {
  const { width, height } = sheet;
  sheet.add(backdrop(sheet, sheet.radial(["#fbf4e8", "#eadbc4"], { x: 0.5, y: 0.5, r: 0.75 })));
  const greens = ["#1f5a3d", "#2d7a4f", "#3f9162", "#14452f"];
  const r = Math.min(width, height) * 0.32;
  const onRing = (slack: number): { at: Point; turn: number } => {
    const turn = sheet.random() * Math.PI * 2;
    const reach = r * sheet.between(1 - slack, 1 + slack);
    return { at: [width / 2 + Math.cos(turn) * reach, height / 2 + Math.sin(turn) * reach], turn };
  };
  for (let count = 0; count < 760; count += 1) {
    const { at, turn } = onRing(0.2);
    const needle = ellipse(0, 0, r * 0.13, r * 0.026, `fill="${greens[count % 4]}"`);
    sheet.add(turned(needle, at, (turn * 180) / Math.PI + sheet.between(40, 140)));
  }
  const light = { x: 0.35, y: 0.3, r: 0.8 };
  const berry = sheet.radial(["#ff8a80", "#d62839", "#7d1128"], light);
  const gold = sheet.radial(["#fff3c4", "#e8b84a", "#9a6b16"], light);
  for (let count = 0; count < 44; count += 1) {
    const [size, fill] = count % 4 ? [0.04, berry] : [0.075, gold];
    sheet.add(circle(...onRing(0.16).at, r * size, `fill="${fill}"`));
  }
  sheet.add(...bow(width / 2, height / 2 + r, r * 0.42));
}

const bow = (x: number, y: number, size: number): string[] => [
  path(
    `M${x} ${y} l${-size * 0.7} ${size * 1.5} l${size * 0.4} ${-size * 0.12} l${size * 0.22} ${size * 0.28} l${size * 0.3} ${-size * 1.5}Z`,
    `fill="#a4161a"`,
  ),
  path(
    `M${x} ${y} l${size * 0.7} ${size * 1.5} l${-size * 0.4} ${-size * 0.12} l${-size * 0.22} ${size * 0.28} l${-size * 0.3} ${-size * 1.5}Z`,
    `fill="#ba181b"`,
  ),
  path(
    `M${x} ${y} C ${x - size} ${y - size}, ${x - size * 1.6} ${y + size * 0.2}, ${x} ${y}Z`,
    `fill="#e5383b" stroke="#a4161a" stroke-width="5"`,
  ),
  path(
    `M${x} ${y} C ${x + size} ${y - size}, ${x + size * 1.6} ${y + size * 0.2}, ${x} ${y}Z`,
    `fill="#e5383b" stroke="#a4161a" stroke-width="5"`,
  ),
  circle(x, y, size * 0.2, `fill="#ba181b"`),
];

/** Few flat colours, for a format with a palette. */
export function baubles(sheet: Sheet): void {
  const { width, height } = sheet;
  sheet.add(backdrop(sheet, "#0f4c4c"));
  ["#e8b84a", "#d1495b", "#f6f1e7", "#2f8f83", "#e8b84a", "#d1495b", "#f6f1e7", "#2f8f83", "#e8b84a"].forEach(
    (colour, index) => {
      const y = height * (0.3 + ((index * 5) % 7) * 0.08);
      const r = width * (index % 2 ? 0.042 : 0.052);
      sheet.add(...bauble(sheet, width * (0.08 + index * 0.105), y, r, colour));
    },
  );
  for (let star = 0; star < 70; star += 1) {
    const [x, y] = [sheet.random() * width, sheet.random() * height];
    sheet.add(circle(x, y, sheet.between(1.5, 4), `fill="#e8b84a"`));
  }
}

function bauble(sheet: Sheet, x: number, y: number, r: number, colour: string): string[] {
  const diamonds = [-0.6, -0.2, 0.2, 0.6].map((at) => {
    const [left, middle, right] = [x + (at - 0.17) * r, x + at * r, x + (at + 0.17) * r];
    return polygon(
      `${middle},${y - r * 0.16} ${right},${y} ${middle},${y + r * 0.16} ${left},${y}`,
      `fill="#f6f1e7"`,
    );
  });
  const belt = rect(x - r, y - r * 0.2, r * 2, r * 0.4, `fill="#0f4c4c" opacity="0.55"`);
  return [
    rect(x - 1.5, 0, 3, y - r, `fill="#f6f1e7"`),
    rect(x - r * 0.22, y - r * 1.18, r * 0.44, r * 0.3, `fill="#c99a2e"`),
    circle(x, y, r, `fill="${colour}"`),
    sheet.inside(circle(x, y, r, ""), belt, ...diamonds),
  ];
}
