// Templates are JavaScript functions, Eleventy's fastest kind, and stories go through no template
// language before Markdown.

import markdownIt from "markdown-it";

const PER_PAGE = 50;
const SECTIONS = ["nation", "world", "city", "business", "science", "sport", "arts", "opinion"];

const slug = (text) => text.toLowerCase().replaceAll(" ", "-");

// A list's pages of fifty, the newest first.
function pagesOf(kind, name, address, stories) {
  const count = Math.ceil(stories.length / PER_PAGE);
  const addressOf = (number) => (number > 1 ? `${address}page/${number}/` : address);
  return Array.from({ length: count }, (_, index) => ({
    kind,
    name,
    address: addressOf(index + 1),
    feed: kind === "section" ? `${address}feed.xml` : null,
    newer: index > 0 ? addressOf(index) : null,
    older: index + 1 < count ? addressOf(index + 2) : null,
    stories: stories.slice(index * PER_PAGE, (index + 1) * PER_PAGE),
  }));
}

function grouped(stories, namesOf) {
  const groups = new Map();
  for (const story of stories) {
    for (const name of namesOf(story)) {
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(story);
    }
  }
  return groups;
}

export default function (config) {
  config.setLibrary("md", markdownIt({ html: true, typographer: true }));
  config.addPassthroughCopy("content/assets");
  config.addPassthroughCopy("content/pictures");

  const newest = (api) => api.getFilteredByGlob("content/stories/**/*.md").reverse();

  config.addCollection("newest", newest);
  config.addCollection("lists", (api) => {
    const stories = newest(api);
    const sections = grouped(stories, (story) => [story.data.section]);
    const topics = grouped(stories, (story) => story.data.topics);
    const authors = grouped(stories, (story) => story.data.authors);
    const title = (id) => id[0].toUpperCase() + id.slice(1);
    return [
      ...SECTIONS.flatMap((id) =>
        pagesOf("section", title(id), `/${id}/`, sections.get(id) ?? []),
      ),
      ...[...topics].flatMap(([name, its]) => pagesOf("topic", name, `/topics/${slug(name)}/`, its)),
      ...[...authors].flatMap(([name, its]) =>
        pagesOf("author", name, `/authors/${slug(name)}/`, its),
      ),
    ];
  });
  config.addCollection("feeds", (api) => {
    const stories = newest(api);
    const sections = grouped(stories, (story) => [story.data.section]);
    return [
      { title: "The Generated Post", address: "/", stories: stories.slice(0, PER_PAGE) },
      ...[...sections].map(([id, its]) => ({
        title: id,
        address: `/${id}/`,
        stories: its.slice(0, PER_PAGE),
      })),
    ];
  });

  return {
    dir: { input: "content", output: "output", layouts: "../_layouts", includes: "../_layouts" },
    templateFormats: ["md", "11ty.js"],
    markdownTemplateEngine: false,
  };
}
