/**
 * Brings the page up to date every few seconds while it is looked at: each part that changed, unless somebody is reading or
 * typing in it. Without JavaScript the page works and is reloaded by hand.
 */
export const SCRIPT = `
const busy = (part) =>
  part.contains(document.activeElement) || part.querySelector("details[open]") || getSelection().containsNode(part, true) && !getSelection().isCollapsed;
async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href).catch(() => undefined);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-part]")) {
    const now = fresh.querySelector('[data-part="' + CSS.escape(part.dataset.part) + '"]');
    if (now && now.innerHTML !== part.innerHTML && !busy(part)) part.replaceWith(now);
  }
}
setInterval(refresh, 3000);
`;
