/** Numbers in [0, 1), the same ones for the same seed on every machine. */
export type Random = () => number;

export function createRandom(seed: string): Random {
  let state = 2166136261;
  for (let i = 0; i < seed.length; i += 1) state = Math.imul(state ^ seed.charCodeAt(i), 16777619);
  // mulberry32
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export type Point = readonly [x: number, y: number];

/** Colour stops, spread evenly unless a place (0 to 1) is given; a colour may carry an opacity as `#rrggbb@0.5`. */
export type Stops = readonly (string | readonly [place: number, colour: string])[];

/** A picture being drawn, as SVG. Coordinates are pixels from the top left. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly random: Random;
  /** A number between two. */
  between(low: number, high: number): number;
  /** A fill from top to bottom of the thing filled, or at an angle in degrees (90: left to right). */
  linear(stops: Stops, angle?: number): string;
  radial(stops: Stops, focus?: { readonly x: number; readonly y: number; readonly r: number }): string;
  /** An attribute that blurs what carries it, by a radius in pixels. */
  blur(radius: number): string;
  /** These shapes where they lie inside the first, and nowhere else. */
  inside(frame: string, ...shapes: readonly string[]): string;
  add(...shapes: readonly string[]): void;
  toSvg(): string;
}

export function createSheet(width: number, height: number, seed: string): Sheet {
  const random = createRandom(seed);
  const defs: string[] = [];
  const shapes: string[] = [];
  const define = (body: (id: string) => string): string => {
    const id = `d${defs.length}`;
    defs.push(body(id));
    return `url(#${id})`;
  };
  return {
    width,
    height,
    random,
    between: (low, high) => low + random() * (high - low),
    linear: (stops, angle = 0) =>
      define(
        (id) =>
          `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1" gradientTransform="rotate(${-angle} .5 .5)">${stopsOf(stops)}</linearGradient>`,
      ),
    radial: (stops, { x, y, r } = { x: 0.5, y: 0.5, r: 0.5 }) =>
      define(
        (id) => `<radialGradient id="${id}" cx="${x}" cy="${y}" r="${r}">${stopsOf(stops)}</radialGradient>`,
      ),
    blur: (radius) =>
      `filter="${define((id) => `<filter id="${id}" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="${radius}"/></filter>`)}"`,
    inside: (frame, ...inner) =>
      group(inner, `clip-path="${define((id) => `<clipPath id="${id}">${frame}</clipPath>`)}"`),
    add: (...more) => void shapes.push(...more),
    toSvg: () =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><defs>${defs.join("")}</defs>${shapes.join("")}</svg>`,
  };
}

function stopsOf(stops: Stops): string {
  return stops
    .map((stop, index) => {
      const [place, colour] = typeof stop === "string" ? [index / Math.max(1, stops.length - 1), stop] : stop;
      const [name, opacity = "1"] = colour.split("@");
      return `<stop offset="${place}" stop-color="${name}" stop-opacity="${opacity}"/>`;
    })
    .join("");
}

const round = (value: number) => Math.round(value * 10) / 10;

/** Attributes of a shape beyond its form, as SVG spells them. */
export type Look = string;

export const rect = (x: number, y: number, width: number, height: number, look: Look, radius = 0) =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${round(radius)}" ${look}/>`;

export const circle = (x: number, y: number, r: number, look: Look) =>
  `<circle cx="${round(x)}" cy="${round(y)}" r="${round(r)}" ${look}/>`;

export const ellipse = (x: number, y: number, rx: number, ry: number, look: Look) =>
  `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(rx)}" ry="${round(ry)}" ${look}/>`;

export const path = (d: string, look: Look) => `<path d="${d}" ${look}/>`;

/** A closed form by its corners, as SVG writes them: `x,y x,y x,y`. */
export const polygon = (corners: string, look: Look) => `<polygon points="${corners}" ${look}/>`;

export const outline = (points: readonly Point[], look: Look) => polygon(spelled(points), look);

export const polyline = (points: readonly Point[], look: Look) =>
  `<polyline points="${spelled(points)}" fill="none" ${look}/>`;

const spelled = (points: readonly Point[]) => points.map(([x, y]) => `${round(x)},${round(y)}`).join(" ");

export const group = (shapes: readonly string[], look: Look) => `<g ${look}>${shapes.join("")}</g>`;

/** The whole sheet in one fill. */
export const backdrop = (sheet: Sheet, fill: string) =>
  rect(0, 0, sheet.width, sheet.height, `fill="${fill}"`);
