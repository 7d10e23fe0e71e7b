import { shortened } from "../frame/requests.ts";
import { html } from "../page/html.ts";
import type { Html } from "../page/html.ts";
import { dateTime, shortDateTime } from "../page/times.ts";
import type { KlaviyoAccount, KlaviyoCredential } from "./accounts.ts";
import type { StoredImage } from "./images.ts";
import type { DailyUse } from "./limits.ts";

export interface SectionDependencies {
  readonly accounts: readonly KlaviyoAccount[];
  readonly images: (account: string) => readonly StoredImage[];
  /** An image's address. */
  readonly imageUrl: (image: StoredImage) => string;
  readonly today: (account: KlaviyoAccount) => readonly DailyUse[];
  /** Where the platform is reached. */
  readonly url: () => string;
}

/** What the fake holds, account by account, newest first. */
export function klaviyoSection(dependencies: SectionDependencies): Html {
  return html`${dependencies.accounts.map((account) => accountPart(account, dependencies))}`;
}

function accountPart(account: KlaviyoAccount, { images, imageUrl, today, url }: SectionDependencies): Html {
  const id = `account-${account.id}`;
  const newestFirst = images(account.id).toSorted((a, b) => Number(b.id) - Number(a.id));
  return html`<section class="account" aria-labelledby="${id}" data-part="${id}">
    <header>
      <div>
        <h3 id="${id}">${account.name}</h3>
        <p class="keys">
          <span class="chip">${account.id}</span>
          ${account.credentials.map(credentialChip)}
        </p>
      </div>
      <div class="quota">${today(account).map(quota)}</div>
    </header>
    ${
      newestFirst.length === 0
        ? emptyPart(url())
        : html`<ul class="grid">
            ${newestFirst.map((image) => imagePart(image, new URL(imageUrl(image)).pathname))}
          </ul>`
    }
  </section>`;
}

const credentialChip = ({ secret, scopes }: KlaviyoCredential): Html =>
  html`<span class="chip" title="${scopes.join(", ")}"
    >${shortened(secret)} ${scopes.includes("images:write") ? "reads and writes" : "reads"}</span
  > `;

const quota = ({ what, used, limit }: DailyUse): Html =>
  html`<label>${what} today ${used} of ${limit} <progress value="${used}" max="${limit}"></progress></label>`;

const emptyPart = (url: string): Html =>
  html`<div class="empty">
    <p><strong>No images here yet.</strong></p>
    <p class="quiet">
      Deliver one from Gatefold to a connection with one of this account's keys, and it appears here. Or
      upload one by hand, with the key in <code>$KEY</code>:
    </p>
    <pre tabindex="0"><code>curl ${url}/api/image-upload \\
  -H "Authorization: Klaviyo-API-Key $KEY" \\
  -H "revision: 2026-07-15" -F file=@hero.png</code></pre>
  </div>`;

function imagePart(image: StoredImage, path: string): Html {
  return html`<li class="card${image.hidden ? " is-hidden" : ""}">
    <a class="thumbnail" href="${path}"
      ><img src="${path}" alt="${image.name}${image.hidden ? ", hidden" : ""}" loading="lazy"
    /></a>
    <div class="about">
      <p class="name">${nameParts(image.name)}</p>
      <p class="facts">
        <span class="format">${image.format}</span> <span>${sized(image.size)}</span>
        <span>id ${image.id}</span>
      </p>
      <p class="facts">
        <time datetime="${dateTime(image.updatedAt)}">${shortDateTime(image.updatedAt)}</time>
      </p>
    </div>
  </li>`;
}

/** Folders in a name are only letters to Klaviyo; they are set apart, and the line may break after each. */
function nameParts(name: string): Html {
  const parts = name.split("/");
  const last = parts.pop() ?? "";
  return html`<span>${parts.map((part) => html`${part}/<wbr />`)}</span>${last}`;
}

function sized(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(2)} MB`;
}
