import { type Point, type Sheet, backdrop, circle, ellipse, path, polygon } from "./sheet.ts";

/** Places on a grid with every second row shifted, some way out of line. */
function scatter(sheet: Sheet, step: number, jitter: number): Point[] {
  const points: Point[] = [];
  for (let row = 0, y = 0; y < sheet.height + step; row += 1, y += step * 0.87) {
    for (let x = row % 2 ? step / 2 : 0; x < sheet.width + step; x += step) {
      points.push([x + (sheet.random() - 0.5) * jitter, y + (sheet.random() - 0.5) * jitter]);
    }
  }
  return points;
}

export const turned = (shape: string, [x, y]: Point, angle: number) =>
  `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${angle.toFixed(1)})">${shape}</g>`;

export function citrus(sheet: Sheet): void {
  sheet.add(backdrop(sheet, sheet.linear(["#fff3cf", "#ffe3a3"])));
  const fruits = [
    ["#ff9f1c", "#ffbf69", "#fff1d6"],
    ["#f4d35e", "#f9e78f", "#fffbe0"],
    ["#ef476f", "#ff7b95", "#ffe1e6"],
    ["#7cb518", "#b5d94c", "#f4fbdc"],
  ] as const;
  scatter(sheet, sheet.width / 6.2, 24).forEach((at, index) => {
    const fruit = fruits[(index * 7 + Math.floor(index / 5)) % fruits.length] ?? fruits[0];
    const r = sheet.width * sheet.between(0.056, 0.072);
    sheet.add(
      circle(at[0] + 6, at[1] + 9, r, `fill="#b3731a" opacity="0.22"`),
      turned(slice(r, fruit), at, sheet.random() * 360),
    );
  });
}

function slice(r: number, [rind, flesh, pith]: readonly [string, string, string]): string {
  const segments = Array.from({ length: 9 }, (_, index) =>
    path(
      `M0 ${-r * 0.1} L${-r * 0.24} ${-r * 0.66} Q0 ${-r * 0.9} ${r * 0.24} ${-r * 0.66}Z`,
      `fill="${flesh}" transform="rotate(${index * 40})"`,
    ),
  );
  return [circle(0, 0, r, `fill="${rind}"`), circle(0, 0, r * 0.88, `fill="${pith}"`), ...segments].join("");
}

export function berries(sheet: Sheet): void {
  sheet.add(backdrop(sheet, sheet.linear(["#fde8ec", "#f9ccd6"])));
  const red = sheet.radial(["#ff6b81", "#e11d48", "#9f1239"], { x: 0.35, y: 0.3, r: 0.8 });
  const blue = sheet.radial(["#8fa8e8", "#4356a8", "#252a5e"], { x: 0.35, y: 0.3, r: 0.8 });
  scatter(sheet, sheet.width / 7, 30).forEach((at, index) => {
    const r = sheet.width * sheet.between(0.036, 0.048);
    const kind = index % 3;
    const shape = kind === 0 ? strawberry(r, red) : kind === 1 ? blueberry(r * 0.8, blue) : sprig(r);
    sheet.add(turned(shape, at, sheet.between(-40, 40)));
  });
}

function strawberry(r: number, fill: string): string {
  const seeds = [
    [-0.4, -0.2],
    [0, -0.3],
    [0.4, -0.2],
    [-0.25, 0.25],
    [0.25, 0.25],
    [0, 0.65],
  ];
  return [
    path(
      `M0 ${r * 1.3} C ${-r * 1.5} ${r * 0.1}, ${-r} ${-r}, 0 ${-r * 0.8} C ${r} ${-r}, ${r * 1.5} ${r * 0.1}, 0 ${r * 1.3}Z`,
      `fill="${fill}"`,
    ),
    ...seeds.map(([x = 0, y = 0]) => ellipse(x * r, y * r, r * 0.06, r * 0.1, `fill="#ffe08a"`)),
    ...[-60, -20, 20, 60].map((turn) =>
      path(
        `M0 ${-r * 0.75} q${r * 0.3} ${-r * 0.4} 0 ${-r * 0.7} q${-r * 0.3} ${r * 0.3} 0 ${r * 0.7}Z`,
        `fill="#4d9350" transform="rotate(${turn} 0 ${-r * 0.75})"`,
      ),
    ),
  ].join("");
}

const blueberry = (r: number, fill: string): string =>
  [
    circle(0, 0, r, `fill="${fill}"`),
    ...Array.from({ length: 5 }, (_, index) =>
      polygon(
        `0,${-r * 0.12} ${r * 0.14},${-r * 0.4} ${-r * 0.14},${-r * 0.4}`,
        `fill="#1b1f4b" transform="rotate(${index * 72})"`,
      ),
    ),
  ].join("");

const sprig = (r: number): string =>
  [
    path(`M${-r} ${r} Q0 0 ${r} ${-r}`, `stroke="#6aa36a" stroke-width="3" fill="none"`),
    ...[-0.5, 0, 0.5].map((at) =>
      ellipse(
        at * r + r * 0.3,
        -at * r + r * 0.3,
        r * 0.34,
        r * 0.15,
        `fill="#85bf7f" transform="rotate(35 ${at * r} ${-at * r})"`,
      ),
    ),
  ].join("");

const motif = [
  "..........................",
  "w...w...w...w...w...w...w.",
  ".w.w.w.w.w.w.w.w.w.w.w.w.w",
  "..w...w...w...w...w...w...",
  "..........................",
  "......r...........w.......",
  "...r..r..r......w.w.w.....",
  "....r.r.r........www......",
  ".....rrr.......wwwwwww....",
  ".rrrrrrrrrr......www......",
  ".....rrr........w.w.w.....",
  "....r.r.r.........w.......",
  "...r..r..r................",
  "......r.......r...r...r...",
  "............r...r...r...r.",
];

export function knit(sheet: Sheet): void {
  const { width, height } = sheet;
  const size = width / 52;
  sheet.add(backdrop(sheet, "#162c49"));
  for (let row = 0; row * size * 0.86 < height + size; row += 1) {
    for (let column = 0; column < 52; column += 1) {
      const yarn = motif[row % motif.length]?.[column % 26];
      const colour = yarn === "w" ? "#f6f1e7" : yarn === "r" ? "#d1495b" : "#1f3a5f";
      sheet.add(stitch(column * size, row * size * 0.86, size / 2, colour));
    }
  }
  const vignette = sheet.radial(["#000@0", "#000@0.05", "#000@0.4"], { x: 0.5, y: 0.45, r: 0.75 });
  sheet.add(backdrop(sheet, vignette));
}

/** A stitch: two strokes that lean on each other. */
function stitch(x: number, y: number, half: number, colour: string): string {
  const stroke = (side: number) =>
    `q${side * half * 0.2} ${half} ${side * half} ${half * 1.7} v${-half * 0.95} q${-side * half * 0.55} ${-half * 0.45} ${-side * half * 0.5} ${-half * 1.1}Z`;
  return path(`M${x} ${y} ${stroke(1)} m${half * 2} 0 ${stroke(-1)}`, `fill="${colour}"`);
}
