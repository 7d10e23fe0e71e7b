/** What was sent to a demo's gateway, and what it answered; the schemas are held to it by a test. */
interface Example {
  /** The path and query, where they are not the table's own. */
  readonly at?: string;
  readonly body?: unknown;
  readonly answer: unknown;
}

const bea = "usr_daw26gt9mvk0ngctpjsm";
const lights = "ast_9vqnknc1bs75f897fkkj";
const publisher = "rol_vs6atg7yrefnf9sgaqf8";
const aurora = "fld_9hx8ccapv1wazqx1mvt8";

/** By the operation's id. */
export const examples: ReadonlyMap<string, Example> = new Map<string, Example>([
  [
    "lookup.get",
    {
      at: "/v1/lookup?path=Aurora/Winter/lights.jpg",
      answer: { kind: "asset", id: lights, name: "lights.jpg", parent: "fld_cfat3wxyptejn5hqzh9q" },
    },
  ],
  [
    "decisions.make",
    {
      body: { user: bea, permission: "deliver.klaviyo", at: lights },
      answer: {
        effect: "deny",
        code: "NO_GRANT",
        revision: 73,
        user: bea,
        permission: "deliver.klaviyo",
        at: lights,
        now: "2026-11-21T19:42:22.911Z",
        sentence: 'Bea Novak may not use deliver.klaviyo on "lights.jpg": no role gives it.',
        ask: { permissions: ["deliver.klaviyo"], at: lights },
        by: [],
        missed: [
          {
            cause: "other-folder",
            grant: "gra_wpq3rbfw069csax6frag",
            role: "rol_kv4m7tr8n2dcvewp721d",
            group: null,
          },
        ],
        fix: [{ kind: "grant", user: bea, role: publisher, folders: null, asset: lights }],
      },
    },
  ],
  [
    "grants.give",
    {
      body: {
        user: bea,
        role: publisher,
        asset: lights,
        until: "2026-11-21T23:00:00Z",
        reason: "Covers for Ivo",
      },
      answer: {
        id: "gra_p8dx6z1a6dmsk2tdcz7z",
        user: bea,
        group: null,
        role: publisher,
        folders: null,
        asset: lights,
        collection: null,
        from: null,
        until: "2026-11-21T23:00:00.000Z",
        reason: "Covers for Ivo",
        givenBy: "usr_x4twz0edyycfjsapjgfk",
        livesBy: null,
      },
    },
  ],
  [
    "overrides.set",
    {
      body: {
        user: bea,
        effect: "deny",
        permission: "asset.download",
        folder: "fld_cfat3wxyptejn5hqzh9q",
        until: "2026-12-01T08:00:00Z",
        reason: "Until the contract is signed",
      },
      answer: {
        id: "ovr_byexr4xmb68t77gxq49k",
        user: bea,
        effect: "deny",
        permission: "asset.download",
        folder: "fld_cfat3wxyptejn5hqzh9q",
        from: null,
        until: "2026-12-01T08:00:00.000Z",
        reason: "Until the contract is signed",
        givenBy: "usr_x4twz0edyycfjsapjgfk",
      },
    },
  ],
  [
    "folders.create",
    {
      body: { parent: aurora, name: "Spring" },
      answer: {
        id: "fld_e8k7yezw80vmf4sawbwg",
        parent: aurora,
        name: "Spring",
        viewable: true,
        restricted: false,
        workspace: false,
      },
    },
  ],
  [
    "deliveries.request",
    {
      body: { asset: "ast_kpw2s643d9gce9jahg9q" },
      answer: {
        id: "dlv_yts3n65r5539cw50g3as",
        asset: "ast_kpw2s643d9gce9jahg9q",
        version: "ver_4a54ytehg02fdx7q0yq7",
        connection: "con_kaykeyywnqjmrms2w1he",
        target: "library",
        state: "delivered",
        attempts: 1,
        externalId: "2",
        externalUrl: "http://127.0.0.1:8090/klaviyo/cdn/company/SbxOne/images/2cf21954.jpeg",
        code: null,
        message: null,
        marker: "gf-59m4wn9m86fqs73b",
        user: "usr_x4twz0edyycfjsapjgfk",
        requestedAt: "2026-11-21T19:42:23.241Z",
        updatedAt: "2026-11-21T19:42:23.294Z",
        nextAt: null,
        existing: false,
      },
    },
  ],
  [
    "keys.create",
    {
      body: {
        name: "Nightly export",
        permissions: ["asset.view", "asset.download"],
        folders: [aurora],
        until: "2026-12-31T00:00:00Z",
      },
      answer: {
        key: {
          id: "t3kka3nc71pt8ps7y85v",
          owner: "usr_x4twz0edyycfjsapjgfk",
          name: "Nightly export",
          permissions: ["asset.view", "asset.download"],
          folders: [aurora],
          connections: null,
          until: "2026-12-31T00:00:00.000Z",
          lastUsed: null,
        },
        token: "gk_t3kka3nc71pt8ps7y85v_…",
      },
    },
  ],
  [
    "journal.verify",
    {
      answer: {
        ok: true,
        entries: 75,
        head: { seq: 75, hash: "dd0a8fe2b9bd1ec6329b83d2c5e84c75da371a80ea8c416fc5e83b138416f9b4" },
        walkedFrom: 1,
        tables: true,
        signatures: 3,
        since: null,
      },
    },
  ],
]);
