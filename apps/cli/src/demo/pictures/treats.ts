import { type Sheet, backdrop, circle, ellipse, group, path, polygon, rect } from "./sheet.ts";

export function cup(sheet: Sheet): void {
  const { width, height } = sheet;
  sheet.add(backdrop(sheet, sheet.linear(["#3b2a26", "#6b4434", "#a56a45"])));
  for (let light = 0; light < 26; light += 1) {
    const look = `fill="${["#ffcf87", "#ff9e5e", "#ffe8b5"][light % 3]}" opacity="${sheet.between(0.1, 0.38).toFixed(2)}"`;
    sheet.add(circle(sheet.random() * width, sheet.random() * height * 0.55, sheet.between(14, 52), look));
  }
  const wood = sheet.linear(["#7c4a2d", "#4a2917"]);
  sheet.add(rect(0, height * 0.76, width, height * 0.24, `fill="${wood}"`));
  for (let grain = 0; grain < 9; grain += 1) {
    sheet.add(rect(0, height * (0.78 + grain * 0.026), width, 2, `fill="#32190c" opacity="0.35"`));
  }
  const [x, y, size] = [width * 0.5, height * 0.82, width * 0.34];
  sheet.add(...saucer(sheet, x, y, size), ...cupOfCoffee(sheet, x, y, size));
  const wisps = [-0.16, 0.02, 0.19].map((at, index) =>
    steam(sheet, x + at * size, y - size * 0.72, size * (0.8 + index * 0.12)),
  );
  sheet.add(group(wisps, sheet.blur(9)));
}

const saucer = (sheet: Sheet, x: number, y: number, size: number): string[] => [
  ellipse(x, y + size * 0.03, size * 0.86, size * 0.15, `fill="#1c0d06" opacity="0.5" ${sheet.blur(10)}`),
  ellipse(x, y, size * 0.8, size * 0.13, `fill="${sheet.linear(["#fffaf2", "#d9c7b4"])}"`),
  ellipse(x, y - 4, size * 0.56, size * 0.075, `fill="#cbb7a2"`),
];

function cupOfCoffee(sheet: Sheet, x: number, y: number, size: number): string[] {
  const brim = y - size * 0.62;
  const foot = y - size * 0.02;
  const handle = `M${x + size * 0.42} ${y - size * 0.52} q${size * 0.36} ${-size * 0.02} ${size * 0.26} ${size * 0.22} q${-size * 0.08} ${size * 0.14} ${-size * 0.36} ${size * 0.12}`;
  const body = `M${x - size / 2} ${brim} C ${x - size / 2} ${y - size * 0.1}, ${x - size * 0.3} ${foot}, ${x} ${foot} S ${x + size / 2} ${y - size * 0.1}, ${x + size / 2} ${brim}Z`;
  const heart = `M${x} ${y - size * 0.56} c${-size * 0.3} ${-size * 0.1} ${-size * 0.14} ${-size * 0.14} 0 ${-size * 0.07} c${size * 0.14} ${-size * 0.07} ${size * 0.3} ${-size * 0.03} 0 ${size * 0.07}Z`;
  const china = sheet.linear(["#e9d9c8", "#fffaf3", "#f3e6d7", "#bfa48b"], 90);
  const coffee = sheet.radial(["#e6b98a", "#b87443", "#6a3a1d"]);
  return [
    path(handle, `stroke="#f3e7d9" stroke-width="${size * 0.075}" fill="none" stroke-linecap="round"`),
    path(body, `fill="${china}"`),
    ellipse(x, brim, size / 2, size * 0.12, `fill="#fff8ee"`),
    ellipse(x, brim + size * 0.01, size * 0.45, size * 0.1, `fill="${coffee}"`),
    path(heart, `fill="#fbeeda"`),
  ];
}

const steam = (sheet: Sheet, x: number, y: number, rise: number) =>
  path(
    `M${x} ${y} c${-rise * 0.22} ${-rise * 0.25} ${rise * 0.24} ${-rise * 0.45} 0 ${-rise * 0.7} s${rise * 0.1} ${-rise * 0.3} ${rise * 0.04} ${-rise * 0.42}`,
    `stroke="#fff" stroke-width="${rise * 0.07}" stroke-linecap="round" fill="none" opacity="${sheet.between(0.3, 0.5).toFixed(2)}"`,
  );

export function gelato(sheet: Sheet): void {
  const { width, height } = sheet;
  sheet.add(backdrop(sheet, sheet.linear(["#bfeee2", "#7fd6c8"])));
  for (let ray = 0; ray < 18; ray += 1) sheet.add(sunray(width / 2, height * 0.55, width, ray * 0.349));
  const scoops = [
    [0.26, "#ff8fa8", "#f2647f"],
    [0.5, "#fff0cf", "#f2d49a"],
    [0.74, "#9bd88a", "#6cb868"],
  ] as const;
  for (const [at, light, dark] of scoops) {
    const [x, y, r] = [width * at, height * (at === 0.5 ? 0.36 : 0.43), width * 0.105];
    sheet.add(waffle(sheet, x, y + r * 0.6, r), ...scoop(sheet, x, y, r, light, dark));
    if (at !== 0.5) continue;
    sheet.add(...scoop(sheet, x, y - r * 1.1, r * 0.86, "#c58a63", "#8f5a3a"));
    sheet.add(circle(x + r * 0.1, y - r * 2.05, r * 0.2, `fill="#d6243f"`));
  }
}

function sunray(x: number, y: number, reach: number, turn: number): string {
  const end = (angle: number) => `${x + Math.cos(angle) * reach},${y + Math.sin(angle) * reach}`;
  return polygon(`${x},${y} ${end(turn)} ${end(turn + 0.174)}`, `fill="#fff" opacity="0.22"`);
}

function waffle(sheet: Sheet, x: number, y: number, r: number): string {
  const cone = polygon(`${x - r * 0.92},${y} ${x + r * 0.92},${y} ${x},${y + r * 3.3}`, "");
  const lines = Array.from({ length: 22 }, (_, line) => {
    const at = -r * 3 + line * r * 0.34;
    const cross = `M${x + at} ${y} l${r * 2} ${r * 3.4}M${x - at} ${y} l${-r * 2} ${r * 3.4}`;
    return path(cross, `stroke="#b8772f" stroke-width="${r * 0.05}" opacity="0.7"`);
  });
  const dough = sheet.linear(["#f2bf75", "#e0a04f", "#bd7a33"], 90);
  return sheet.inside(cone, rect(x - r, y, r * 2, r * 3.4, `fill="${dough}"`), ...lines);
}

function scoop(sheet: Sheet, x: number, y: number, r: number, light: string, dark: string): string[] {
  const drips = [0, 1, 2, 3, 4, 5].map((drip) =>
    circle(x - r * 0.85 + drip * r * 0.34, y + r * 0.66, r * sheet.between(0.2, 0.34), `fill="${dark}"`),
  );
  const ball = sheet.radial([light, light, dark], { x: 0.38, y: 0.3, r: 0.8 });
  return [
    ...drips,
    circle(x, y, r, `fill="${ball}"`),
    ellipse(x - r * 0.35, y - r * 0.45, r * 0.22, r * 0.13, `fill="#fff" opacity="0.7"`),
  ];
}

export function terrace(sheet: Sheet): void {
  const { width, height } = sheet;
  sheet.add(backdrop(sheet, sheet.linear(["#ffe4b8", "#f9c58d"])));
  const wall = sheet.linear(["#e8714f", "#c9543b"]);
  sheet.add(rect(0, height * 0.3, width, height * 0.54, `fill="${wall}"`));
  for (const at of [0.1, 0.4, 0.7]) sheet.add(...window(sheet, width * at, height * 0.42));
  const stripe = width / 18;
  for (let index = 0; index < 18; index += 1) {
    const cloth = `M${index * stripe} ${height * 0.14} h${stripe} v${height * 0.22} a${stripe / 2} ${stripe / 2} 0 0 1 ${-stripe} 0Z`;
    sheet.add(path(cloth, `fill="${index % 2 ? "#fffaf0" : "#2f8f83"}"`));
  }
  sheet.add(rect(0, height * 0.34, width, height * 0.03, `fill="#5a1f17" opacity="0.12"`));
  const paving = sheet.linear(["#d8b48c", "#b98d63"]);
  sheet.add(rect(0, height * 0.84, width, height * 0.16, `fill="${paving}"`));
  for (const at of [0.3, 0.62]) sheet.add(...table(width * at, height * 0.94, width * 0.09));
}

function window(sheet: Sheet, x: number, y: number): string[] {
  const { width, height } = sheet;
  const glass = sheet.linear(["#2a4858", "#4f7f86", "#f3c987"]);
  return [
    rect(x, y, width * 0.2, height * 0.42, `fill="${glass}" stroke="#fff3e0" stroke-width="12"`, 6),
    rect(x + width * 0.0985, y, 3, height * 0.12, `fill="#fff3e0"`),
    circle(x + width * 0.1, y + height * 0.14, width * 0.03, `fill="#ffe9ac"`),
  ];
}

const table = (x: number, y: number, size: number): string[] => [
  ellipse(x, y, size * 0.9, size * 0.16, `fill="#4a2f1c" opacity="0.35"`),
  rect(x - size * 0.05, y - size * 1.1, size * 0.1, size * 1.1, `fill="#213b45"`),
  ellipse(x, y - size * 1.1, size, size * 0.18, `fill="#fdf6ea" stroke="#213b45" stroke-width="4"`),
  ellipse(x, y - size * 1.16, size * 0.24, size * 0.06, `fill="#e4d3bd"`),
  rect(x - size * 0.13, y - size * 1.34, size * 0.26, size * 0.18, `fill="#e8714f"`, 6),
];
