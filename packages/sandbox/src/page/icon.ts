/** The gate, for the browser's tab. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22"><path fill="#0b5f4f" d="M5 1h12a4 4 0 0 1 4 4v16h-6V6H7v15H1V5a4 4 0 0 1 4-4z"/></svg>`;
