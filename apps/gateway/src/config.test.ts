import { expect, it } from "vitest";
import { readServerSettings } from "./config.ts";

it("takes nothing from an environment that says nothing", () => {
  expect(readServerSettings({ PATH: "/bin", GATEFOLD_DATA: "/data" })).toEqual({
    apiUrl: null,
    contentUrl: null,
    stopWithinMs: 3000,
    limits: { requestsPerMinute: 12_000, failedKeysPerMinute: 60 },
    audit: { checkpointMinutes: 60 },
  });
});

it("takes addresses without the slash at their end, and a limit as a number", () => {
  const env = {
    GATEFOLD_GATEWAY_API_URL: "https://gatefold.example.org/",
    GATEFOLD_GATEWAY_CONTENT_URL: "https://pull.example.org",
    GATEFOLD_GATEWAY_STOP_WITHIN_MS: "0",
    GATEFOLD_GATEWAY_REQUESTS_PER_MINUTE: "0",
    GATEFOLD_GATEWAY_FAILED_KEYS_PER_MINUTE: "5",
    GATEFOLD_GATEWAY_CHECKPOINT_MINUTES: "0",
  };
  expect(readServerSettings(env)).toEqual({
    apiUrl: "https://gatefold.example.org",
    contentUrl: "https://pull.example.org",
    stopWithinMs: 0,
    limits: { requestsPerMinute: 0, failedKeysPerMinute: 5 },
    audit: { checkpointMinutes: 0 },
  });
});

it.each([
  ["GATEFOLD_GATEWAY_API_URL", "ftp://secret@example.org"],
  ["GATEFOLD_GATEWAY_STOP_WITHIN_MS", "soon"],
  ["GATEFOLD_GATEWAY_CONTENT_ULR", "https://pull.example.org"],
])("refuses %s = %s, naming the variable and not its value", (name, value) => {
  expect(() => readServerSettings({ [name]: value })).toThrow(
    expect.objectContaining({ code: "SETTINGS_INVALID", details: { variables: [name] } }),
  );
  expect(() => readServerSettings({ [name]: value })).not.toThrow(value);
});
