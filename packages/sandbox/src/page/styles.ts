/** The page's style sheet. */
export const STYLES = `
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; }
`;
