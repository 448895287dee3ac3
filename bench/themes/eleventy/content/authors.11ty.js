import { names } from "../_layouts/parts.js";

export const data = { permalink: "/authors/index.html", eleventyExcludeFromCollections: true };

export function render({ collections }) {
  const all = collections.lists.filter((list) => list.kind === "author" && !list.newer);
  return names("Authors", "authors", all.map((list) => list.name).sort());
}
