import { iso, ORIGIN } from "../_layouts/parts.js";

export const data = { permalink: "/sitemap.xml", eleventyExcludeFromCollections: true };

export function render({ collections }) {
  const line = (url, date) =>
    `<url><loc>${ORIGIN}${url}</loc>${date ? `<lastmod>${iso(date)}</lastmod>` : ""}</url>`;
  const lists = collections.lists.filter((list) => !list.newer).map((list) => line(list.address));
  const stories = collections.newest.map((story) =>
    line(story.url, story.data.updated ? new Date(story.data.updated) : story.date),
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${["/", "/topics/", "/authors/"].map((url) => line(url)).join("\n")}
${lists.join("\n")}
${stories.join("\n")}
</urlset>
`;
}
