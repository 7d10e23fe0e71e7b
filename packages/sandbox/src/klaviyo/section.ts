import { html } from "../page/html.ts";
import type { Html } from "../page/html.ts";
import { shortened } from "../frame/requests.ts";
import type { KlaviyoAccount } from "./accounts.ts";
import type { Images, StoredImage } from "./images.ts";

/** What the fake holds, account by account, newest first. `source` gives an image's path on this server. */
export function klaviyoSection(
  accounts: readonly KlaviyoAccount[],
  images: Images,
  source: (image: StoredImage) => string,
): Html {
  return html`${accounts.map((account) => accountPart(account, images.list(account.id), source))}`;
}

function accountPart(
  account: KlaviyoAccount,
  images: readonly StoredImage[],
  source: (image: StoredImage) => string,
): Html {
  const id = `account-${account.id}`;
  const newestFirst = images.toSorted((a, b) => Number(b.id) - Number(a.id));
  return html`<section class="account" aria-labelledby="${id}">
    <header>
      <h3 id="${id}">${account.name}</h3>
      <p class="quiet">
        <code>${account.id}</code> · ${counted(images.length)} ·
        ${account.credentials.map(
          (credential) =>
            html`<span class="key" title="${credential.scopes.join(" ")}"
              >${shortened(credential.secret)}</span
            > `,
        )}
      </p>
    </header>
    ${
      images.length === 0
        ? html`<p class="empty">
            No images here yet. Deliver one through Gatefold, or post one to
            <code>/klaviyo/api/image-upload</code> with one of this account's keys; it appears here.
          </p>`
        : html`<ul class="grid">
            ${newestFirst.map((image) => imagePart(image, source(image)))}
          </ul>`
    }
  </section>`;
}

const counted = (number: number) => (number === 1 ? "1 image" : `${number} images`);

function imagePart(image: StoredImage, source: string): Html {
  const when = new Date(image.updatedAt).toISOString();
  return html`<li class="card${image.hidden ? " hidden-image" : ""}">
    <a href="${source}" class="thumbnail"
      ><img src="${source}" alt="${image.name}" loading="lazy" decoding="async"
    /></a>
    <div class="about">
      <p class="name" title="${image.name}">${image.name}</p>
      <p class="quiet">
        <span class="format">${image.format}</span>
        ${sized(image.size)}${image.hidden && html` <span class="mark">hidden</span>`}
      </p>
      <p class="quiet">
        <time datetime="${when}">${when.slice(0, 16).replace("T", " ")}</time> · id ${image.id}
      </p>
    </div>
  </li>`;
}

function sized(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(2)} MB`;
}
