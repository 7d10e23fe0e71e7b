import type { SandboxClock } from "../frame/clock.ts";
import type { Fault, Faults } from "../frame/faults.ts";
import type { Platform } from "../frame/platform.ts";
import type { RecordedRequest, Requests } from "../frame/requests.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";

export interface PageDependencies {
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly requests: Requests;
  /** Where this server is reached, for the commands it shows. */
  readonly url: () => string;
}

const SHOWN_REQUESTS = 30;

/** The whole page: what the given platforms hold, what was asked of them lately, the clock, and the faults that wait. */
export function page(
  platforms: readonly Platform[],
  { clock, faults, requests, url }: PageDependencies,
): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Gatefold sandbox</title>
        <link rel="stylesheet" href="/_sandbox/page.css" />
        <script src="/_sandbox/page.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#content">To the content</a>
        <header class="top">
          <div>
            <h1><a href="/">Gatefold sandbox</a></h1>
            <p class="quiet">The platforms' APIs, faked on this machine. Nothing here leaves it.</p>
          </div>
        </header>
        <main id="content">
          <div class="holdings">${platforms.map((platform) => platformPart(platform))}</div>
          <div class="side">
            ${clockPart(clock, url())} ${faultsPart(faults.all(), url())}
            ${requestsPart(
              requests
                .all()
                .filter((request) => platforms.some((platform) => platform.id === request.platform)),
            )}
          </div>
        </main>
      </body>
    </html>`.text;
}

const platformPart = (platform: Platform): Html =>
  html`<section aria-labelledby="${platform.id}">
    <h2 id="${platform.id}"><a href="/${platform.id}">${platform.name}</a></h2>
    ${platform.section()}
  </section>`;

function clockPart(clock: SandboxClock, url: string): Html {
  const { now, mode } = clock.state();
  const time = new Date(now).toISOString();
  const says = {
    real: "runs with this machine",
    offset: "runs, but not with this machine",
    frozen: "stands still",
  }[mode];
  return html`<section class="panel" aria-labelledby="clock">
    <h2 id="clock">Clock</h2>
    <p><time datetime="${time}" class="clock">${time.slice(0, 19).replace("T", " ")}</time> UTC, ${says}</p>
    <details>
      <summary>Set it</summary>
      ${command(`curl -X PUT ${url}/_sandbox/clock -H 'content-type: application/json' -d '{"advance":86400000}'`)}
      ${command(`curl -X PUT ${url}/_sandbox/clock -H 'content-type: application/json' -d '{"real":true}'`)}
    </details>
  </section>`;
}

function faultsPart(faults: readonly Fault[], url: string): Html {
  const example = `curl ${url}/_sandbox/faults -H 'content-type: application/json' -d '{"platform":"klaviyo","kind":"drop-after","match":{"method":"POST"}}'`;
  return html`<section class="panel" aria-labelledby="faults">
    <h2 id="faults">Faults</h2>
    ${
      faults.length === 0
        ? html`<p class="quiet">None waits: every request is answered as the platform would.</p>`
        : html`<ul class="plain">
            ${faults.map((fault) => html`<li><strong>${fault.kind}</strong> ${meeting(fault)}</li>`)}
          </ul>`
    }
    <details>
      <summary>Make one</summary>
      ${command(example)}
    </details>
  </section>`;
}

function meeting(fault: Fault): string {
  const what = `${fault.match.method ?? "any"} ${fault.match.path ?? "request"} of ${fault.platform}`;
  const later = fault.skip > 0 ? ` after ${fault.skip} more` : "";
  return `meets ${fault.left === 1 ? "the next" : `the next ${fault.left}`} ${what}${later}`;
}

function requestsPart(requests: readonly RecordedRequest[]): Html {
  const latest = requests.slice(-SHOWN_REQUESTS).toReversed();
  return html`<section class="panel" aria-labelledby="requests">
    <h2 id="requests">Latest requests</h2>
    ${
      latest.length === 0
        ? html`<p class="quiet">None yet.</p>`
        : html`<ol class="plain requests">
            ${latest.map(requestPart)}
          </ol>`
    }
  </section>`;
}

function requestPart(request: RecordedRequest): Html {
  const level = request.status === null ? "cut" : `status-${Math.floor(request.status / 100)}`;
  return html`<li>
    <span class="status ${level}">${request.status ?? "cut"}</span>
    <span class="line"><b>${request.method}</b> ${decoded(request.path)}</span>
    ${request.fault !== null && html`<span class="mark">${request.fault}</span>`}
    <time class="quiet" datetime="${new Date(request.at).toISOString()}"
      >${new Date(request.at).toISOString().slice(11, 19)}</time
    >
  </li>`;
}

const command = (text: string): Html => html`<pre tabindex="0"><code>${text}</code></pre>`;

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
