import { escape, iso, ORIGIN } from "../_layouts/parts.js";

export const data = {
  pagination: { data: "collections.feeds", size: 1, alias: "feed" },
  permalink: ({ feed }) => `${feed.address}feed.xml`,
  eleventyExcludeFromCollections: true,
};

const changed = (story) => iso(story.data.updated ? new Date(story.data.updated) : story.date);

const entry = (story) => `<entry>
<id>${ORIGIN}${story.url}</id>
<title>${escape(story.data.title)}</title>
<link rel="alternate" href="${ORIGIN}${story.url}"/>
<published>${iso(story.date)}</published>
<updated>${changed(story)}</updated>
${story.data.authors.map((name) => `<author><name>${escape(name)}</name></author>\n`).join("")}${story.data.topics.map((name) => `<category term="${escape(name)}"/>\n`).join("")}<summary>${escape(story.data.description)}</summary>
<content type="html">${escape(story.content)}</content>
</entry>`;

export function render({ feed }) {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>${ORIGIN}${feed.address}feed.xml</id>
<title>${escape(feed.title)}</title>
<updated>${feed.stories.length ? changed(feed.stories[0]) : ""}</updated>
<link rel="self" href="${ORIGIN}${feed.address}feed.xml"/>
${feed.stories.map(entry).join("\n")}
</feed>
`;
}
