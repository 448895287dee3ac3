import { names } from "../_layouts/parts.js";

export const data = { permalink: "/topics/index.html", eleventyExcludeFromCollections: true };

export function render({ collections }) {
  const all = collections.lists.filter((list) => list.kind === "topic" && !list.newer);
  return names("Topics", "topics", all.map((list) => list.name).sort());
}
