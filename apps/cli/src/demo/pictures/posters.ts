import { type Sheet, backdrop, circle, path, polygon, rect } from "./sheet.ts";

export function peaksPoster(sheet: Sheet): void {
  const { width, height } = sheet;
  const [left, top, wide, tall] = [width * 0.08, height * 0.06, width * 0.84, height * 0.88];
  const bottom = top + tall;
  const rings = [6, 5, 4, 3, 2, 1].map((ring) => {
    const colour = ring % 2 ? "#f7c98b" : "#ee8b43";
    return circle(width * 0.6, height * 0.36, width * 0.055 * ring, `fill="${colour}"`);
  });
  const bands = [0, 1, 2, 3, 4, 5].map((band) => {
    const y = bottom - height * 0.029 * (6 - band);
    return rect(left, y, wide, height * 0.013, `fill="${band % 2 ? "#1d3a40" : "#f3e9d8"}"`);
  });
  sheet.add(backdrop(sheet, "#f3e9d8"));
  sheet.add(
    sheet.inside(
      rect(left, top, wide, tall, ""),
      rect(left, top, wide, tall, `fill="#f2a65a"`),
      ...rings,
      circle(width * 0.6, height * 0.36, width * 0.075, `fill="#fdf3df"`),
      ...peak(width * 0.2, height * 0.44, width * 0.46, bottom, "#c8553d"),
      ...peak(width * 0.78, height * 0.4, width * 0.46, bottom, "#a63d2f"),
      ...peak(width * 0.46, height * 0.3, width * 0.46, bottom, "#588b8b"),
      ...peak(width * 0.92, height * 0.58, width * 0.46, bottom, "#3b6b6b"),
      ...peak(width * 0.1, height * 0.62, width * 0.46, bottom, "#2f5257"),
      ...bands,
    ),
  );
}

/** A mountain of three flat colours, its top at (x, y). */
function peak(x: number, y: number, half: number, bottom: number, colour: string): string[] {
  const tall = bottom - y;
  const cap = [
    [0.17, 0.17],
    [0.05, 0.14],
    [-0.04, 0.19],
    [-0.17, 0.17],
  ] as const;
  const snow = cap.map(([across, down]) => `${x + half * across},${y + tall * down}`).join(" ");
  const shade = `${x},${y} ${x + half},${bottom} ${x + half * 0.2},${bottom}`;
  return [
    polygon(`${x - half},${bottom} ${x},${y} ${x + half},${bottom}`, `fill="${colour}"`),
    polygon(shade, `fill="#000" opacity="0.16"`),
    polygon(`${x},${y} ${snow}`, `fill="#fdf3df"`),
  ];
}

export function tiles(sheet: Sheet): void {
  const colours = ["#e4572e", "#17bebb", "#ffc914", "#2e282a", "#76b041", "#f7f0e6"];
  const size = sheet.width / 5;
  for (let y = 0; y < sheet.height; y += size) {
    for (let x = 0; x < sheet.width; x += size) {
      const back = Math.floor(sheet.random() * colours.length);
      const front = (back + 1 + Math.floor(sheet.random() * (colours.length - 1))) % colours.length;
      sheet.add(rect(x, y, size + 1, size + 1, `fill="${colours[back]}"`));
      sheet.add(tile(Math.floor(sheet.random() * 5), x, y, size, `fill="${colours[front]}"`));
    }
  }
}

function tile(kind: number, x: number, y: number, size: number, look: string): string {
  const half = size / 2;
  const dome = (foot: number) => `M${x} ${foot} a${half} ${half} 0 0 1 ${size} 0Z`;
  if (kind === 0) return circle(x + half, y + half, size * 0.38, look);
  if (kind === 1) return path(`M${x} ${y} h${size} a${size} ${size} 0 0 1 ${-size} ${size}Z`, look);
  if (kind === 2) return path(`${dome(y + size)} ${dome(y + half)}`, look);
  if (kind === 3) return polygon(`${x},${y + size} ${x + size},${y} ${x + size},${y + size}`, look);
  return [0, 1, 2, 3].map((bar) => rect(x, y + (bar * size) / 4, size, size / 8, look)).join("");
}

export function waves(sheet: Sheet): void {
  const { width, height } = sheet;
  const sunlight = sheet.linear(["#fff4d6", "#ff8c61"]);
  sheet.add(backdrop(sheet, sheet.linear(["#ffd6a5", "#ffadad"])));
  sheet.add(circle(width * 0.5, height * 0.34, width * 0.2, `fill="${sunlight}"`));
  const blues = ["#9bf6e0", "#62d2cf", "#35a7b8", "#217a9c", "#1a5276", "#123456"];
  blues.forEach((blue, index) => {
    const y = height * (0.42 + index * 0.1);
    const swell = height * (0.045 + index * 0.008) * (index % 2 ? -1 : 1);
    const crest = `M0 ${y} C ${width * 0.25} ${y - swell * 2}, ${width * 0.35} ${y + swell * 2}, ${width * 0.55} ${y} S ${width * 0.85} ${y - swell * 2}, ${width} ${y + swell}`;
    sheet.add(path(`${crest} V${height} H0Z`, `fill="${sheet.linear([blue, blue, "#0d2b45"])}"`));
    sheet.add(path(crest, `fill="none" stroke="#fff" stroke-width="5" opacity="0.6"`));
  });
}
