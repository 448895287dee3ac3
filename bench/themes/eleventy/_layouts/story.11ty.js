import { escape, feedLink, frame, slug, time, title } from "./parts.js";

export function render(data) {
  const section = title(data.section);
  const authors = data.authors
    .map((name) => `<a href="/authors/${slug(name)}/">${escape(name)}</a>, `)
    .join("");
  const topics = data.topics
    .map((name) => `<li><a href="/topics/${slug(name)}/">${escape(name)}</a></li>`)
    .join("\n");
  return frame({
    heading: data.title,
    description: data.description,
    address: data.page.url,
    feeds: feedLink(section, `/${data.section}/feed.xml`),
    main: `<article>
<h1>${escape(data.title)}</h1>
<p class="summary">${escape(data.description)}</p>
${data.genre === "news" ? "" : `<p class="kind">${data.genre}</p>\n`}<p class="meta">${authors}<a href="/${data.section}/">${section}</a>, ${time(data.page.date)}${data.updated ? `, updated ${time(new Date(data.updated))}` : ""}</p>
${data.content}
<ul class="topics">
${topics}
</ul>
</article>`,
  });
}
