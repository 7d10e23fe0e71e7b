/**
 * How the fake reads what Mailchimp's description leaves open or says twice. Each default is the reading that is harder on a
 * client; a test that wants the other names it.
 */
export interface MailchimpReadings {
  /** Which hosts answer: the data centre's, as the description has it, or one for all, as a newer guide says. */
  readonly hosts: "both" | "data-centre" | "single";
  /** The status for a key at another data centre than its own. Not documented. */
  readonly wrongDataCentre: 401 | 403;
  /** How too many connections at a time are told. Never with `Retry-After`. */
  readonly throttledBy: "429" | "403-without-body";
  /** What 10 MB is: decimal, or 1024 times 1024. */
  readonly largestFile: 10_000_000 | 10_485_760;
  /**
   * What becomes of a file's name: a guide advises against spaces and special characters. `tidied`: each run of them is an
   * underscore; `plain`: of dashes too. The extension is corrected in any case.
   */
  readonly names: "tidied" | "plain" | "kept";
  /** The same for a folder's name. */
  readonly folderNames: "kept" | "tidied";
  /** A second folder of a name: refused, or made. Not documented. */
  readonly sameFolder: "kept" | "refused";
  /** The status for a folder that is not there. Not documented. */
  readonly unknownFolder: 400 | 404;
  /** What becomes of a folder's files when it is deleted. Not documented. */
  readonly folderDeleted: "files-go" | "files-stay";
  /** Whether a deleted file's address stays open. Not documented. */
  readonly deletedAddress: "stays" | "gone";
  /** Whether webp is taken. No list says. */
  readonly webp: boolean;
  /** Whether a file that was just uploaded is seen in lists, or only so many milliseconds later. Not documented. */
  readonly listedAfter: number;
}

export const STRICT_READINGS: MailchimpReadings = {
  hosts: "both",
  wrongDataCentre: 403,
  throttledBy: "429",
  largestFile: 10_000_000,
  names: "tidied",
  folderNames: "kept",
  sameFolder: "kept",
  unknownFolder: 404,
  folderDeleted: "files-go",
  deletedAddress: "stays",
  webp: false,
  listedAfter: 0,
};
