import { escape, feedLink, frame, teaser } from "../_layouts/parts.js";

export const data = {
  pagination: { data: "collections.lists", size: 1, alias: "list" },
  permalink: ({ list }) => `${list.address}index.html`,
  eleventyExcludeFromCollections: true,
};

export function render({ list }) {
  return frame({
    heading: list.name,
    address: list.address,
    feeds: list.feed ? feedLink(list.name, list.feed) : "",
    main: `<h1>${escape(list.name)}</h1>
${list.stories.map(teaser).join("\n")}
<nav>${list.newer ? `<a href="${list.newer}">Newer</a>` : ""}${list.older ? `<a href="${list.older}">Older</a>` : ""}</nav>`,
  });
}
