import sharp from "sharp";

export interface Sample {
  readonly format?: "jpeg" | "png" | "gif" | "webp";
  readonly width?: number;
  readonly height?: number;
  /** Other colours, other bytes. */
  readonly hue?: number;
}

/** A picture of two colours that meet in the middle; the same bytes for the same sample. */
export async function samplePicture(sample: Sample = {}): Promise<Buffer> {
  const { format = "png", width = 64, height = 48, hue = 200 } = sample;
  const half = Math.ceil(width / 2);
  const right = {
    create: { width: half, height, channels: 3, background: `hsl(${hue}, 60%, 70%)` },
  } as const;
  return sharp({ create: { width, height, channels: 3, background: `hsl(${hue}, 80%, 35%)` } })
    .composite([{ input: right, left: width - half, top: 0 }])
    .toFormat(format)
    .toBuffer();
}
