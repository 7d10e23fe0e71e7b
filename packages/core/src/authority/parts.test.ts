import { describe, expect, test } from "vitest";
import { keyOf } from "../../test/agency.ts";
import { parsePolicy } from "../policy/parse.ts";
import { mediaLibrary } from "../presets/media-library.ts";
import type { Event } from "../state/events.ts";
import { authorise } from "./authorise.ts";

/** The library as shipped: Cora contributes to a folder and made one picture in it, Max manages it, Vera views it. */
const { state } = parsePolicy({
  ...mediaLibrary.document,
  folders: [{ id: "library" }, { id: "stand", parent: "library" }],
  assets: [
    { id: "hers", folder: "stand" },
    { id: "other", folder: "stand" },
    { id: "draft", folder: "stand", approved: false },
  ],
  collections: [{ id: "best", folder: "stand", assets: ["other"] }],
  users: [{ id: "cora" }, { id: "max" }, { id: "vera" }],
  grants: [
    { id: "cora-contributes", user: "cora", role: "can-contribute", folders: ["stand"] },
    { id: "cora-made", user: "cora", role: "can-manage", asset: "hers", livesBy: "cora-contributes" },
    { id: "max-manages", user: "max", role: "can-manage", folders: ["stand"] },
    { id: "vera-views", user: "vera", role: "can-view", folders: ["stand"] },
  ],
});
for (const user of ["cora", "max", "vera"]) state.put("key", `${user}-key`, keyOf(user));

const answerTo = (user: string, event: Event) => {
  const principal = { account: "account", user, credential: { kind: "key", id: `${user}-key` } } as const;
  const refusal = authorise(state, principal, [event], 0);
  return refusal ? `${refusal.code} ${refusal.permission} at ${refusal.at}` : "yes";
};
const rename = (id: string): Event => ({ type: "asset.renamed", id, name: "new" });
const version = { id: "v", sha256: "0".repeat(64), bytes: 1, mime: "image/png", width: 1, height: 1 };
const put = (...assets: string[]): Event => ({ type: "collection.assets-set", id: "best", assets });

describe("a catalogue that names a part of a permission is asked for it", () => {
  test("[M2] who contributes adds versions and does not rename; who manages does", () => {
    const versioned = { type: "asset.versioned", id: "other", version } as const;
    expect(answerTo("cora", { ...versioned, approved: false })).toBe("yes");
    expect(answerTo("cora", versioned)).toBe("RIGHT_MISSING asset.approve at other");
    expect(answerTo("cora", rename("other"))).toBe("RIGHT_MISSING asset.rename at other");
    expect(answerTo("cora", rename("hers"))).toBe("yes");
    expect(answerTo("max", rename("other"))).toBe("yes");
  });

  test("[M3] who contributes adds to a collection what he may share, and takes nothing out", () => {
    expect(answerTo("cora", put("other", "hers"))).toBe("yes");
    expect(answerTo("cora", put("other", "draft"))).toBe("RIGHT_MISSING asset.share at draft");
    expect(answerTo("cora", put())).toBe("RIGHT_MISSING collection.manage at stand");
    expect(answerTo("cora", put("hers"))).toBe("RIGHT_MISSING collection.manage at stand");
    expect(answerTo("vera", put("other", "hers"))).toBe("RIGHT_MISSING collection.add at stand");
  });

  test("[M3] who manages shares what is not approved yet, too: the right is his, its gate is asked at each exit", () => {
    expect(answerTo("max", put("other", "draft"))).toBe("yes");
    expect(answerTo("max", put())).toBe("yes");
  });
});
