import { shortened } from "../frame/requests.ts";
import { html } from "../page/html.ts";
import type { Html } from "../page/html.ts";
import { dateTime, shortDateTime } from "../page/times.ts";
import type { MailchimpAccount, MailchimpLogin } from "./accounts.ts";
import type { Library, MailchimpFile } from "./library.ts";

export interface SectionDependencies {
  readonly accounts: readonly MailchimpAccount[];
  readonly library: Library;
  readonly fileUrl: (file: MailchimpFile) => string;
  /** Where the platform is reached. */
  readonly url: () => string;
}

/** What the fake holds, account by account, newest first. It has no quota but ten connections at a time. */
export function mailchimpSection(dependencies: SectionDependencies): Html {
  return html`${dependencies.accounts.map((account) => accountPart(account, dependencies))}`;
}

function accountPart(account: MailchimpAccount, { library, fileUrl, url }: SectionDependencies): Html {
  const id = `account-${account.id}`;
  const newestFirst = library.files(account.id).toReversed();
  const folders = new Map(library.folders(account.id).map((folder) => [folder.id, folder.name]));
  return html`<section class="account" aria-labelledby="${id}" data-part="${id}">
    <header>
      <div>
        <h3 id="${id}">${account.name}</h3>
        <p class="keys">
          <span class="chip">${account.dataCentre}</span>
          ${account.logins.map(loginChips)}
        </p>
      </div>
      <p class="quiet">${newestFirst.length} files, ${folders.size} folders; ten connections at a time</p>
    </header>
    ${
      newestFirst.length === 0
        ? emptyPart(`${url()}/${account.dataCentre}`)
        : html`<ul class="grid">
            ${newestFirst.map((file) => filePart(file, folders.get(file.folder), new URL(fileUrl(file)).pathname))}
          </ul>`
    }
  </section>`;
}

const loginChips = ({ username, role, keys, tokens = [] }: MailchimpLogin): Html =>
  html`${[...keys, ...tokens].map(
    (secret) => html`<span class="chip">${shortened(secret)} ${username}, ${role}</span> `,
  )}`;

const emptyPart = (url: string): Html =>
  html`<div class="empty">
    <p><strong>No pictures here yet.</strong></p>
    <p class="quiet">
      Deliver one from Gatefold to a connection with the key of one of this account's logins, and it appears
      here. Or upload one by hand, with the key in <code>$KEY</code>:
    </p>
    <pre tabindex="0"><code>curl ${url}/3.0/file-manager/files -u any:$KEY \\
  -H "Content-Type: application/json" \\
  -d "{\\"name\\":\\"hero.png\\",\\"file_data\\":\\"$(base64 -w0 hero.png)\\"}"</code></pre>
  </div>`;

const filePart = (file: MailchimpFile, folder: string | undefined, path: string): Html =>
  html`<li class="card">
    ${
      file.kind === "image" &&
      html`<a class="thumbnail" href="${path}"><img src="${path}" alt="${file.name}" loading="lazy" /></a>`
    }
    <div class="about">
      <p class="name">${folder !== undefined && html`<span>${folder} /</span> `}${file.name}</p>
      <p class="facts">
        <span>${(file.size / 1000).toFixed(1)} kB</span> <span>id ${file.id}</span>
        <span>by ${file.createdBy}</span>
      </p>
      <p class="facts">
        <time datetime="${dateTime(file.createdAt)}">${shortDateTime(file.createdAt)}</time>
      </p>
    </div>
  </li>`;
