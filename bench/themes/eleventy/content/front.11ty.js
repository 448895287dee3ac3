import { frame, PAPER, teaser } from "../_layouts/parts.js";

export const data = { permalink: "/index.html", eleventyExcludeFromCollections: true };

export function render({ collections }) {
  return frame({
    heading: PAPER,
    address: "/",
    main: `<h1>${PAPER}</h1>
${collections.newest.slice(0, 50).map(teaser).join("\n")}`,
  });
}
