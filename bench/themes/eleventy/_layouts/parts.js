// What the templates share.

const SECTIONS = ["Nation", "World", "City", "Business", "Science", "Sport", "Arts", "Opinion"];
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const NAVIGATION = SECTIONS.map(
  (name) => `<li><a href="/${name.toLowerCase()}/">${name}</a></li>`,
).join("\n");
const DAY = new Intl.DateTimeFormat("en-US", {
  timeZone: "Asia/Kolkata",
  day: "numeric",
  month: "short",
  year: "numeric",
});

export const ORIGIN = "https://post.example";
export const PAPER = "The Generated Post";

export const slug = (text) => text.toLowerCase().replaceAll(" ", "-");
export const title = (id) => id[0].toUpperCase() + id.slice(1);
export const escape = (text) => text.replace(/[&<>"]/g, (sign) => SIGNS[sign]);
export const iso = (date) =>
  new Date(date.getTime() + 19800000).toISOString().slice(0, 19) + "+05:30";
export const time = (date) => `<time datetime="${iso(date)}">${DAY.format(date)}</time>`;

export function frame({ heading, description = "", address, feeds = "", main }) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(heading)} | ${PAPER}</title>
<meta name="description" content="${escape(description)}">
<link rel="canonical" href="${ORIGIN}${address}">
${feeds}<link rel="alternate" type="application/atom+xml" title="${PAPER}" href="/feed.xml">
<link rel="stylesheet" href="/assets/style.css">
</head>
<body>
<header>
<p><a href="/">${PAPER}</a></p>
<nav><ul>
${NAVIGATION}
</ul></nav>
</header>
<main>
${main}
</main>
<footer><p><a href="/topics/">Topics</a> <a href="/authors/">Authors</a></p></footer>
</body>
</html>
`;
}

export const feedLink = (name, address) =>
  `<link rel="alternate" type="application/atom+xml" title="${name}" href="${address}">\n`;

export const teaser = (story) => `<article>
<h2><a href="${story.url}">${escape(story.data.title)}</a></h2>
<p class="summary">${escape(story.data.description)}</p>
<p class="meta">${title(story.data.section)}, ${time(story.date)}</p>
</article>`;

export const names = (heading, folder, all) =>
  frame({
    heading,
    address: `/${folder}/`,
    main: `<h1>${heading}</h1>
<ul>
${all.map((name) => `<li><a href="/${folder}/${slug(name)}/">${escape(name)}</a></li>`).join("\n")}
</ul>`,
  });
