import { shortened } from "../frame/requests.ts";
import { html } from "../page/html.ts";
import type { Html } from "../page/html.ts";
import { dateTime, shortDateTime } from "../page/times.ts";
import type { BrazeAccount, BrazeKey } from "./accounts.ts";
import type { BrazeAsset } from "./assets.ts";
import type { Limits } from "./limits.ts";

export interface SectionDependencies {
  readonly accounts: readonly BrazeAccount[];
  readonly assets: (account: string) => readonly BrazeAsset[];
  readonly use: Limits["use"];
  /** Where the platform is reached. */
  readonly url: () => string;
}

/** What the fake holds, workspace by workspace, newest first. */
export function brazeSection(dependencies: SectionDependencies): Html {
  return html`${dependencies.accounts.map((account) => accountPart(account, dependencies))}`;
}

function accountPart(account: BrazeAccount, { assets, use, url }: SectionDependencies): Html {
  const id = `account-${account.id}`;
  const newestFirst = assets(account.id).toReversed();
  return html`<section class="account" aria-labelledby="${id}" data-part="${id}">
    <header>
      <div>
        <h3 id="${id}">${account.name}</h3>
        <p class="keys">
          <span class="chip">${account.instance}</span>
          ${account.keys.map(keyChip)} ${scimChip(account)}
        </p>
      </div>
      <div class="quota">
        ${use(account).map(
          ({ what, used, limit }) =>
            html`<label
              >${what} ${used} of ${limit} <progress value="${used}" max="${limit}"></progress
            ></label>`,
        )}
      </div>
    </header>
    ${
      newestFirst.length === 0
        ? emptyPart(`${url()}/${account.instance}`)
        : html`<ul class="grid">
            ${newestFirst.map((asset) => assetPart(asset, `${new URL(url()).pathname}/cdn/${asset.account}/${asset.file}`))}
          </ul>`
    }
    ${peoplePart(account)}
  </section>`;
}

const keyChip = ({ secret, permissions }: BrazeKey): Html =>
  html`<span class="chip" title="${permissions.join(", ")}"
    >${shortened(secret)} ${permissions.includes("media_library.create") ? "uploads" : "reads"}</span
  > `;

const scimChip = ({ scim }: BrazeAccount): Html | undefined =>
  scim && html`<span class="chip" title="origin ${scim.origin}">${shortened(scim.token)} SCIM</span>`;

const emptyPart = (url: string): Html =>
  html`<div class="empty">
    <p><strong>No pictures here yet.</strong></p>
    <p class="quiet">
      Deliver one from Gatefold to a connection with one of this workspace's keys, and it appears here. Or let
      it be fetched by hand, with the key in <code>$KEY</code>:
    </p>
    <pre tabindex="0"><code>curl ${url}/media_library/create \\
  -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \\
  -d '{"asset_url":"https://…/hero.png","name":"Hero"}'</code></pre>
  </div>`;

const assetPart = (asset: BrazeAsset, path: string): Html =>
  html`<li class="card">
    <a class="thumbnail" href="${path}"><img src="${path}" alt="${asset.name}" loading="lazy" /></a>
    <div class="about">
      <p class="name">${asset.name}</p>
      <p class="facts">
        <span class="format">${asset.ext}</span> <span>${(asset.size / 1000).toFixed(1)} kB</span>
        <span>id ${asset.id}</span>
      </p>
      <p class="facts">
        <time datetime="${dateTime(asset.updatedAt)}">${shortDateTime(asset.updatedAt)}</time>
        ${asset.replaced > 0 && html`<span>replaced ${asset.replaced} times</span>`}
      </p>
    </div>
  </li>`;

const peoplePart = ({ people = [] }: BrazeAccount): Html | undefined =>
  people.length === 0
    ? undefined
    : html`<p class="quiet">
        People by SCIM: ${people.map(({ userName }) => html`<span class="chip">${userName}</span> `)}
      </p>`;
