// The search page. Pagefind's script, its program and the shards of its index, one for each year,
// are loaded here alone: the newest two years at once, others when somebody asks for them.
"use strict";

(() => {
  const form = document.querySelector(".search-form");
  if (!form) return;
  const {q, year, section, topic, author, order} = form.elements;
  const choices = {section, topic, author};
  const found = document.querySelector(".search-found");
  const words = found.dataset;
  const status = found.querySelector("[role=status]");
  const list = found.querySelector("ol");
  const [more, older] = found.querySelectorAll("button");
  const years = [...year.options].map(option => option.text).filter(text => /^\d{4}$/.test(text));
  const locale = document.documentElement.lang;
  const day = new Intl.DateTimeFormat(locale, {dateStyle: "long", timeZone: form.dataset.zone});
  const shards = new Map();
  let pagefind, results, timer, turn = 0;

  // Loading ------------------------------------------------------------------------------------

  const place = name => `${form.dataset.shards}${name}/`;

  async function start() {
    const {createInstance} = await import(`${place(years[0])}pagefind.js`);
    // A worker would need a policy of its own that lets it compile WebAssembly.
    const instance = createInstance({basePath: place(years[0]), noWorker: true});
    await instance.init();
    return instance;
  }

  async function load(names) {
    pagefind ??= start();
    shards.set(years[0], pagefind);
    const instance = await pagefind;
    for (const name of names) {
      if (!shards.has(name)) shards.set(name, instance.mergeIndex(place(name)));
    }
    await Promise.all(shards.values());
    return instance;
  }

  // What is asked for --------------------------------------------------------------------------

  function wanted() {
    if (year.value === "all") return years;
    return year.value ? [year.value] : years.slice(0, 2);
  }

  function chosen(names) {
    const filters = names.length < shards.size ? {year: {any: names}} : {};
    for (const [name, field] of Object.entries(choices)) {
      if (field.value) filters[name] = field.value;
    }
    return filters;
  }

  function recall() {
    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = form.elements[name];
      if (!value || !field?.name) continue;
      if (name in choices && ![...field.options].some(option => option.value === value)) {
        field.add(new Option(value));
      }
      field.value = value;
      if (field !== q) form.querySelector("details").open = true;
    }
  }

  function remember() {
    const said = [...new FormData(form)].filter(([, value]) => value);
    const query = new URLSearchParams(said).toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
  }

  // Finding ------------------------------------------------------------------------------------

  // Newest first goes year by year, since Pagefind sorts each shard by itself.
  async function* inOrder(instance, text, filters, names, best) {
    if (text && !order.value) {
      yield* best;
      return;
    }
    for (const name of names) {
      const options = {filters: {...filters, year: name}, sort: {date: "desc"}};
      yield* (await instance.search(text, options)).results;
    }
  }

  const bare = text =>
    text.normalize("NFD").replace(/[^\p{L}\p{N}]/gu, "").toLocaleLowerCase();

  // What a word may lose to be another form of itself. In languages that are not listed some letters.
  const ENDINGS = {en: /^.?(?:s|es|ies|y|e|d|ed|ied|ing|ings|er|ers|ly|ion|ions|ation|ations|al|ally|able|ive|ment|ments|ness|ful)?$/};

  function isForm(asked, word) {
    let same = 0;
    while (same < asked.length && asked[same] === word[same]) same++;
    const lost = asked.slice(same);
    const endings = ENDINGS[locale.split("-")[0]];
    return same > 2 && (endings ? endings.test(lost) : lost.length <= Math.max(2, asked.length / 3));
  }

  // In a shard that lacks a word, Pagefind takes the longest word there that it begins with: "may"
  // for "mayor". Such stories have no form of what was asked for.
  function isLike(text, {content, locations, meta}) {
    const all = content.split(/\s+/);
    const words = [...locations.map(place => all[place] ?? ""), ...Object.values(meta)
      .flatMap(value => value.split(/\s+/))]
      .flatMap(word => [word, ...word.split(/[^\p{L}\p{M}\p{N}]+/u)]).map(bare);
    return text.split(/\s+/).map(bare).every(asked =>
      words.some(word => word.includes(asked) || isForm(asked, word)));
  }

  // What is found in those of the years that know all words: the best ones tell, and the worst.
  async function findIn(instance, text, names, mine) {
    while (names.length) {
      const filters = chosen(names);
      const {results: best} = await instance.search(text, {filters});
      if (!text || mine !== turn) return {filters, names, best};
      const some = [...best.slice(0, 10), ...best.slice(10).slice(-3)];
      const stories = await Promise.all(some.map(result => result.data()));
      const odd = stories.filter(story => !isLike(text, story)).map(story => story.filters.year[0]);
      if (!odd.length) return {filters, names, best};
      names = names.filter(name => !odd.includes(name));
    }
    return {filters: {}, names, best: []};
  }

  async function search() {
    const mine = ++turn;
    const text = q.value.trim() || null;
    const asked = wanted();
    remember();
    results = null;
    if (!text && !Object.values(choices).some(field => field.value)) {
      show([], -1);
      return;
    }
    const instance = await load(asked);
    const {filters, names, best} = await findIn(instance, text, asked, mine);
    if (mine !== turn) return;
    results = inOrder(instance, text, filters, names, best);
    const first = await next();
    if (mine !== turn) return;
    show(first, best.length);
    if (!best.length) return;
    await instance.filters();
    const {filters: counts} = await instance.search(text, {filters});
    if (mine === turn) offer(counts);
  }

  async function next() {
    const some = [];
    while (some.length < 10) {
      const {value, done} = await results.next();
      if (done) break;
      some.push(value.data());
    }
    return Promise.all(some);
  }

  // Showing ------------------------------------------------------------------------------------

  function show(stories, count) {
    list.replaceChildren(...stories.map(item));
    status.textContent = count < 0 ? "" : count === 0 ? words.none : count === 1 ? words.one
      : words.many.replace("{count}", count.toLocaleString(locale));
    list.dataset.count = Math.max(count, 0);
    more.hidden = stories.length >= count;
    older.hidden = count < 0 || wanted().length === years.length || year.value !== "";
  }

  function item(story) {
    const li = document.createElement("li");
    const card = li.appendChild(document.createElement("article"));
    card.className = "card";
    const {filters, meta} = story;
    if (filters.lang) card.lang = filters.lang[0];
    const link = element(card, "h2", "headline").appendChild(document.createElement("a"));
    link.href = story.url;
    link.textContent = meta.title;
    if (meta.summary) element(card, "p", "summary", meta.summary);
    if (story.locations.length) mark(element(card, "p", "excerpt"), inPart(story));
    const facts = element(card, "p", "meta");
    facts.lang = locale;
    if (filters.kind) element(facts, "span", "kind", words[filters.kind[0]]).after(" ");
    element(facts, "span", "", filters.section[0]).after(" ");
    const when = new Date(Number(meta.when.slice(1)) * 60000);
    element(facts, "time", "", day.format(when)).dateTime = when.toISOString();
    return li;
  }

  // The words round what was found, with signs where the text goes on.
  function inPart({excerpt, plain_excerpt: plain, raw_content: all}) {
    return `${all.startsWith(plain) ? "" : "… "}${excerpt}${all.endsWith(plain) ? "" : " …"}`;
  }

  function element(parent, name, kind, text = "") {
    const made = parent.appendChild(document.createElement(name));
    if (kind) made.className = kind;
    made.textContent = text;
    return made;
  }

  // Pagefind gives HTML in which nothing but the found words is marked, with "<" and ">" escaped.
  function mark(parent, excerpt) {
    excerpt.split(/<\/?mark>/).forEach((part, number) => {
      const text = part.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
      if (number % 2) element(parent, "mark", "", text);
      else parent.append(text);
    });
  }

  function offer(counts) {
    for (const field of [topic, author]) {
      if (field.value) continue;
      const names = Object.entries(counts[field.name] ?? {}).filter(([, count]) => count);
      names.sort(([one], [other]) => one.localeCompare(other, locale));
      const options = names.map(([name, count]) => new Option(`${name} (${count})`, name));
      field.replaceChildren(field.options[0], ...options);
    }
  }

  // Events -------------------------------------------------------------------------------------

  function soon(delay) {
    clearTimeout(timer);
    timer = setTimeout(() => search().catch(fail), delay);
  }

  function fail() {
    list.replaceChildren();
    status.textContent = words.failed;
    more.hidden = older.hidden = true;
  }

  q.addEventListener("input", () => soon(90));
  form.addEventListener("change", event => event.target !== q && soon(0));
  form.addEventListener("submit", event => {
    event.preventDefault();
    soon(0);
  });
  more.addEventListener("click", async () => {
    const stories = await next();
    const items = stories.map(item);
    list.append(...items);
    more.hidden = list.children.length >= Number(list.dataset.count);
    items[0]?.querySelector("a").focus();
  });
  older.addEventListener("click", () => {
    year.value = "all";
    status.focus();
    soon(0);
  });

  recall();
  if (location.search) {
    found.classList.add("awaited");
    soon(0);
  } else load(years.slice(0, 2)).catch(() => {});
})();
