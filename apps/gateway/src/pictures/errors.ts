import { GatefoldError } from "@gatefold/core";

export type PictureRefusedCode =
  | "NOT_A_PICTURE"
  | "PICTURE_DAMAGED"
  | "PICTURE_TOO_LARGE"
  | "PICTURE_NOT_ALONE";

/** Bytes that the library does not take as a picture. Nothing became of them. */
export class PictureRefused extends GatefoldError {
  override readonly name = "PictureRefused";
  declare readonly code: PictureRefusedCode;

  constructor(
    code: PictureRefusedCode,
    message: string,
    details: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(code, message, details, options);
  }
}
