import { crc32 } from "node:zlib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { samplePicture } from "../../test/sample-pictures.ts";
import { inspectPicture } from "./inspect.ts";

const formats = ["jpeg", "png", "gif", "webp"] as const;

const refused = (code: string) => expect.objectContaining({ name: "PictureRefused", code });

describe("inspecting a picture", () => {
  it.each(formats)("tells what a %s is by its bytes", async (format) => {
    const bytes = await samplePicture({ format, width: 70, height: 30 });
    expect(await inspectPicture(bytes)).toEqual({ mime: `image/${format}`, width: 70, height: 30 });
  });

  it("gives the size as it is shown, turned by its orientation", async () => {
    const upright = await samplePicture({ format: "jpeg", width: 70, height: 30 });
    const lying = await sharp(upright).withMetadata({ orientation: 6 }).toBuffer();
    expect(await inspectPicture(lying)).toMatchObject({ width: 30, height: 70 });
  });

  it("takes a moving picture", async () => {
    const frames = await Promise.all([10, 90].map((hue) => samplePicture({ hue })));
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(moving).metadata()).pages).toBe(2);
    expect(await inspectPicture(moving)).toEqual({ mime: "image/gif", width: 64, height: 48 });
  });

  it.each([
    ["nothing", ""],
    ["text", "hello"],
    ["a page", "<!doctype html><script>alert(1)</script>"],
    ["a vector drawing, which may carry scripts", '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ["a document", "%PDF-1.7\n1 0 obj"],
    ["an archive", "PK\u0003\u0004\u0014\u0000"],
  ])("refuses %s", async (_name, text) => {
    await expect(inspectPicture(Buffer.from(text))).rejects.toEqual(refused("NOT_A_PICTURE"));
  });

  it.each(formats)("refuses a %s that is cut off, even by one byte", async (format) => {
    const whole = await samplePicture({ format });
    for (const length of [whole.length - 1, whole.length - 9, Math.floor(whole.length / 2)]) {
      await expect(inspectPicture(whole.subarray(0, length))).rejects.toEqual(refused("PICTURE_DAMAGED"));
    }
  });

  it("refuses a picture whose middle is damaged", async () => {
    const bytes = await samplePicture({ format: "png" });
    bytes.fill(7, 60, bytes.length - 20);
    await expect(inspectPicture(bytes)).rejects.toEqual(refused("PICTURE_DAMAGED"));
  });

  it.each(formats)("refuses a %s with something else after it", async (format) => {
    const picture = await samplePicture({ format });
    for (const rest of ["PK\u0003\u0004", "*/;alert(1)//", "<script>alert(1)</script>"]) {
      const both = Buffer.concat([picture, Buffer.from(rest)]);
      await expect(inspectPicture(both)).rejects.toEqual(refused("PICTURE_NOT_ALONE"));
    }
  });

  it("takes what phones do: a second picture after a JPEG, and padding", async () => {
    const first = await samplePicture({ format: "jpeg" });
    const second = await samplePicture({ format: "jpeg", width: 16, height: 12 });
    const both = Buffer.concat([first, second, Buffer.alloc(3)]);
    expect(await inspectPicture(both)).toMatchObject({ width: 64, height: 48 });
  });

  it("refuses more pixels than the limit before it decodes one", async () => {
    const bomb = await samplePicture();
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
    await expect(inspectPicture(bomb)).rejects.toMatchObject({
      code: "PICTURE_TOO_LARGE",
      details: { pixels: 3_600_000_000 },
    });
  });

  it("counts the pixels of all frames", async () => {
    const frames = await Promise.all([10, 90].map((hue) => samplePicture({ hue })));
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    await expect(inspectPicture(moving, 64 * 48 * 2 - 1)).rejects.toEqual(refused("PICTURE_TOO_LARGE"));
    await expect(inspectPicture(moving, 64 * 48 * 2)).resolves.toBeDefined();
  });

  it.each(formats)("never throws anything but a refusal, whatever byte of a %s is wrong", async (format) => {
    const whole = await samplePicture({ format, width: 12, height: 9 });
    const outcomes = new Set<string>();
    for (let at = 0; at < whole.length; at += 7) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] as number) ^ 0xff;
      outcomes.add(
        await inspectPicture(bytes).then(
          () => "taken",
          (error: Error) => error.name,
        ),
      );
    }
    expect([...outcomes].filter((outcome) => outcome !== "taken")).toEqual(["PictureRefused"]);
  });
});
