import type { SandboxClock } from "../frame/clock.ts";
import type { Fault, Faults } from "../frame/faults.ts";
import type { RecordedRequest, Requests } from "../frame/requests.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";
import { clockTime, dateTime, longDateTime } from "./times.ts";

export interface PanelDependencies {
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly requests: Requests;
  /** Where this server is reached, for the commands it shows. */
  readonly url: () => string;
}

const MODES = {
  real: "UTC, running with this machine",
  offset: "UTC, running, but not with this machine",
  frozen: "UTC, standing still",
};

const JSON_HEADER = "-H 'content-type: application/json'";

export function clockPanel(clock: SandboxClock, url: string): Html {
  const { now, mode } = clock.state();
  const put = (body: string) => command(`curl -X PUT ${url}/_sandbox/clock ${JSON_HEADER} -d '${body}'`);
  return html`<section
    class="panel${mode === "real" ? "" : " warns"}"
    aria-labelledby="clock"
    data-part="clock"
  >
    <h2 id="clock">Clock</h2>
    <p><time class="clock" datetime="${dateTime(now)}">${longDateTime(now)}</time></p>
    <p class="quiet">${MODES[mode]}</p>
    <details>
      <summary>Set it</summary>
      <p class="quiet">A day ahead, and back to this machine's time:</p>
      ${put('{"advance":86400000}')} ${put('{"real":true}')}
    </details>
  </section>`;
}

export function faultsPanel(faults: readonly Fault[], url: string): Html {
  const waiting = html`<ul class="faults">
    ${faults.map((fault) => html`<li><strong>${fault.kind}</strong> ${meeting(fault)}</li>`)}
  </ul>`;
  return html`<section
    class="panel${faults.length > 0 ? " warns" : ""}"
    aria-labelledby="faults"
    data-part="faults"
  >
    <h2 id="faults">Faults</h2>
    ${faults.length > 0 ? waiting : html`<p class="quiet">None waits. Requests are answered as the platform would.</p>`}
    <details>
      <summary>Make one</summary>
      <p class="quiet">The next upload is stored, and its answer lost:</p>
      ${command(
        `curl ${url}/_sandbox/faults ${JSON_HEADER} -d '{"platform":"klaviyo","kind":"drop-after","match":{"method":"POST"}}'`,
      )}
      <p class="quiet">Take all back:</p>
      ${command(`curl -X DELETE ${url}/_sandbox/faults`)}
    </details>
  </section>`;
}

function meeting(fault: Fault): string {
  const what = `${fault.match.method ?? ""} ${fault.match.path ?? "request"}`.trim();
  const when = fault.left === 1 ? `meets the next ${what}` : `meets the next ${fault.left}: ${what}`;
  return fault.skip > 0 ? `${when}, after ${fault.skip} more` : when;
}

const SHOWN = 40;

export function requestsPanel(requests: readonly RecordedRequest[]): Html {
  const latest = requests.slice(-SHOWN).toReversed();
  const list = html`<ol class="requests" tabindex="0" aria-labelledby="requests">
    ${latest.map(requestItem)}
  </ol>`;
  return html`<section class="panel" aria-labelledby="requests" data-part="requests">
    <h2 id="requests">Latest requests</h2>
    ${latest.length > 0 ? list : html`<p class="quiet">None yet.</p>`}
  </section>`;
}

function requestItem(request: RecordedRequest): Html {
  const level = request.status === null ? "cut" : `status-${Math.floor(request.status / 100)}`;
  return html`<li>
    <span class="status ${level}">${request.status ?? "cut"}</span>
    <span class="line"><b>${request.method}</b> ${readable(request.path)}</span>
    <time class="quiet" datetime="${dateTime(request.at)}">${clockTime(request.at)}</time>
    ${request.fault !== null && html`<span class="met">met the fault ${request.fault}</span>`}
  </li>`;
}

const command = (text: string): Html => html`<pre tabindex="0"><code>${text}</code></pre>`;

function readable(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll("+", " "));
  } catch {
    return path;
  }
}
