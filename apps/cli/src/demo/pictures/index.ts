import sharp from "sharp";
import { baubles, contours, seal, wreath } from "./ornaments.ts";
import { berries, citrus, knit } from "./patterns.ts";
import { peaksPoster, tiles, waves } from "./posters.ts";
import { bottle, jar } from "./products.ts";
import { type Sheet, createSheet } from "./sheet.ts";
import { blueRidges, dunes, mountainLake, sunsetSea, tentAtDusk } from "./summer-landscapes.ts";
import { cup, gelato, terrace } from "./treats.ts";
import { cabin, northernLights, snowPeak, snowyFirs } from "./winter-landscapes.ts";

/** One picture of the demo library. */
export interface DemoPicture {
  /** Where it goes in the library: workspace, folder, file name; the ending says the format. */
  readonly path: readonly [workspace: string, folder: string, name: string];
  readonly width: number;
  readonly height: number;
  readonly draw: (sheet: Sheet) => void;
}

const picture = (
  path: DemoPicture["path"],
  width: number,
  height: number,
  draw: DemoPicture["draw"],
): DemoPicture => ({ path, width, height, draw });

export const workspaces = ["Aurora", "Bergström", "Café Noël ☕"] as const;
const [aurora, bergstrom, cafe] = workspaces;

export const demoPictures: readonly DemoPicture[] = [
  picture([aurora, "Summer", "hero.jpg"], 1600, 1000, sunsetSea),
  picture([aurora, "Summer", "bottle.jpg"], 1000, 1250, bottle),
  picture([aurora, "Summer", "dunes.jpg"], 1400, 900, dunes),
  picture([aurora, "Summer", "citrus.png"], 1000, 1000, citrus),
  picture([aurora, "Winter", "lights.jpg"], 1600, 900, northernLights),
  picture([aurora, "Winter", "jar.jpg"], 1000, 1000, jar),
  picture([aurora, "Winter", "firs.jpg"], 1400, 930, snowyFirs),
  picture([aurora, "Legal", "seal.png"], 900, 900, seal),
  picture([bergstrom, "Summer", "lake.jpg"], 1600, 1000, mountainLake),
  picture([bergstrom, "Summer", "ridges.jpg"], 1500, 1000, blueRidges),
  picture([bergstrom, "Summer", "tent.jpg"], 1400, 1000, tentAtDusk),
  picture([bergstrom, "Summer", "waves.png"], 900, 1200, waves),
  picture([bergstrom, "Winter", "peak.jpg"], 1600, 1000, snowPeak),
  picture([bergstrom, "Winter", "cabin.jpg"], 1500, 1000, cabin),
  picture([bergstrom, "Winter", "knit.png"], 1000, 800, knit),
  picture([bergstrom, "Drafts", "poster.png"], 900, 1200, peaksPoster),
  picture([bergstrom, "Drafts", "map.png"], 1200, 900, contours),
  picture([cafe, "Summer", "terrace.jpg"], 1400, 930, terrace),
  picture([cafe, "Summer", "gelato.jpg"], 1200, 1200, gelato),
  picture([cafe, "Summer", "berries.png"], 1000, 800, berries),
  picture([cafe, "Winter", "cup.jpg"], 1200, 1200, cup),
  picture([cafe, "Winter", "wreath.jpg"], 1100, 1100, wreath),
  picture([cafe, "Winter", "baubles.gif"], 1000, 600, baubles),
  picture([cafe, "Drafts", "tiles.png"], 1000, 1200, tiles),
];

/** Draws a picture and encodes it as its name says. The same drawing on every machine. */
export async function renderPicture({ path, width, height, draw }: DemoPicture): Promise<Uint8Array> {
  const sheet = createSheet(width, height, path.join("/"));
  draw(sheet);
  const image = sharp(Buffer.from(sheet.toSvg())).flatten();
  if (path[2].endsWith(".png")) return image.png({ compressionLevel: 7 }).toBuffer();
  if (path[2].endsWith(".gif")) return image.gif({ effort: 3, colours: 32 }).toBuffer();
  return image.jpeg({ quality: 86, mozjpeg: false }).toBuffer();
}
