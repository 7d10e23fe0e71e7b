import { shortened } from "../frame/requests.ts";
import { html } from "../page/html.ts";
import type { Html } from "../page/html.ts";
import { dateTime, shortDateTime } from "../page/times.ts";
import type { SalesforceAccount } from "./accounts.ts";
import type { Library, SalesforceAsset } from "./library.ts";

export interface SectionDependencies {
  readonly accounts: readonly SalesforceAccount[];
  readonly library: Library;
  readonly assetUrl: (asset: SalesforceAsset) => string;
  /** REST requests of this minute. */
  readonly used: (account: SalesforceAccount) => number;
  readonly limit: number;
}

/** What the fake holds, tenant by tenant and business unit by business unit, newest first. */
export function salesforceSection(dependencies: SectionDependencies): Html {
  return html`${dependencies.accounts.map((account) => accountPart(account, dependencies))}`;
}

function accountPart(account: SalesforceAccount, dependencies: SectionDependencies): Html {
  const id = `account-${account.id}`;
  const used = dependencies.used(account);
  return html`<section class="account" aria-labelledby="${id}" data-part="${id}">
    <header>
      <div>
        <h3 id="${id}">${account.name}</h3>
        <p class="keys">
          <span class="chip">${account.subdomain}</span>
          ${account.clients.map(
            (client) =>
              html`<span class="chip" title="${client.scopes.join(", ")}"
                >${shortened(client.id)}
                ${client.scopes.includes("saved_content_write") ? "reads and writes" : "reads"}</span
              > `,
          )}
          <span class="chip">${account.people.length} people</span>
        </p>
      </div>
      <div class="quota">
        <label
          >REST this minute ${used} of ${dependencies.limit}
          <progress value="${used}" max="${dependencies.limit}"></progress
        ></label>
      </div>
    </header>
    ${account.units.map(({ mid, name }) => unitPart(mid, name, dependencies))}
  </section>`;
}

function unitPart(mid: string, name: string, { library, assetUrl }: SectionDependencies): Html {
  const newestFirst = library.assets(mid).toSorted((a, b) => b.id - a.id);
  const folders = library.categories(mid).length - 1;
  return html`<p class="keys">
      <span class="chip">${mid}</span> ${name}, ${counted(newestFirst.length, "asset")},
      ${counted(folders, "folder")}
    </p>
    ${
      newestFirst.length === 0
        ? html`<div class="empty"><p class="quiet">No assets here yet.</p></div>`
        : html`<ul class="grid">
            ${newestFirst.map((asset) => assetPart(asset, new URL(assetUrl(asset)).pathname, library))}
          </ul>`
    }`;
}

const counted = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;

function assetPart(asset: SalesforceAsset, path: string, library: Library): Html {
  return html`<li class="card">
    <a class="thumbnail" href="${path}"><img src="${path}" alt="${asset.name}" loading="lazy" /></a>
    <div class="about">
      <p class="name"><span>${folderOf(asset, library)}</span>${asset.name}</p>
      <p class="facts">
        <span class="format">${asset.type.name}</span> <span>${asset.size} B</span>
        <span>id ${asset.id}</span>
      </p>
      <p class="facts">
        <time datetime="${dateTime(asset.modifiedAt)}">${shortDateTime(asset.modifiedAt)}</time>
      </p>
    </div>
  </li>`;
}

/** Its folders from below the root down, each with a slash. */
function folderOf({ mid, categoryId }: SalesforceAsset, library: Library): string {
  const all = library.categories(mid);
  let path = "";
  for (let at = all.find(({ id }) => id === categoryId); at && at.parentId !== 0;) {
    path = `${at.name}/${path}`;
    const { parentId } = at;
    at = all.find(({ id }) => id === parentId);
  }
  return path;
}
