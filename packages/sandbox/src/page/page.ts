import type { Platform } from "../frame/platform.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { clockPanel, faultsPanel, requestsPanel } from "./panels.ts";
import type { PanelDependencies } from "./panels.ts";

export interface PageDependencies extends PanelDependencies {
  readonly platforms: readonly Platform[];
}

/**
 * The whole page: what the platforms hold, what was asked of them lately, the clock, and the faults that wait. With `only`,
 * that platform's.
 */
export function page(dependencies: PageDependencies, only?: Platform): string {
  const { platforms, clock, faults, requests, url } = dependencies;
  const shown = only ? [only] : platforms;
  const theirs = <T extends { readonly platform: string }>(entries: readonly T[]) =>
    entries.filter((entry) => shown.some((platform) => platform.id === entry.platform));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${only ? `${only.name} · Gatefold sandbox` : "Gatefold sandbox"}</title>
        <link rel="icon" type="image/svg+xml" href="/_sandbox/icon.svg" />
        <link rel="stylesheet" href="/_sandbox/page.css" />
        <script src="/_sandbox/page.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
          <h1><a href="/">Gatefold sandbox</a></h1>
          <nav aria-label="Platforms">
            ${tab("/", "All", !only)}
            ${platforms.map((platform) => tab(`/${platform.id}`, platform.name, platform === only))}
          </nav>
          <p class="quiet">The platforms, played on this machine. Nothing here leaves it.</p>
        </header>
        <main id="content">
          <div>${shown.map(platformPart)}</div>
          <div class="side">
            ${clockPanel(clock, url())} ${faultsPanel(theirs(faults.all()), url())}
            ${requestsPanel(theirs(requests.all()))}
          </div>
        </main>
      </body>
    </html>`.text;
}

const tab = (path: string, name: string, current: boolean): Html =>
  current ? html`<a href="${path}" aria-current="page">${name}</a>` : html`<a href="${path}">${name}</a>`;

const platformPart = (platform: Platform): Html =>
  html`<section class="platform" aria-labelledby="platform-${platform.id}">
    <h2 id="platform-${platform.id}"><a href="/${platform.id}">${platform.name}</a></h2>
    ${platform.section()}
  </section>`;
