"use strict";

/** Make an element. Children that are strings become text, never HTML. */
Tiku.el = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined)
      made.setAttribute(key, value);
  }
  made.append(...children.flat().filter(Boolean));
  return made;
};

/** Find an element of the page by its id. */
Tiku.at = (id) => document.getElementById(id);

/**
 * Wait for something, and tell the reader if it fails. A browser may keep from a page what fails in
 * scripts from disk, so every handler that starts something goes through this.
 */
Tiku.run = (promise) =>
  promise.catch((error) => {
    Tiku.at("failure").replaceChildren(`This page cannot go on: ${error.message}. Build it again.`);
    Tiku.at("failure").hidden = false;
  });

/** Write a path such as `a::b`, which may break after each of its parts. */
Tiku.path = (path) =>
  path.split("::").flatMap((part, n) => (n ? ["::", Tiku.el("wbr"), part] : [part]));

/** Write a number with its thousands apart. */
Tiku.number = (value) => value.toLocaleString("en");

/** Write a number and what it counts. */
Tiku.count = (value, one, many = `${one}s`) => `${Tiku.number(value)} ${value === 1 ? one : many}`;

/** Write a time in seconds since 1970. */
Tiku.time = (seconds) =>
  `${new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** Make the links from page to page of a long list; `go` is called with a page from 0. */
Tiku.pager = (page, pages, go) => {
  if (pages < 2) return [];
  const button = (label, to) =>
    Tiku.el(
      "button",
      { type: "button", disabled: to < 0 || to >= pages, onclick: () => go(to) },
      label,
    );
  const place = Tiku.el("span", {}, `${Tiku.number(page + 1)} of ${Tiku.number(pages)}`);
  return [button("Previous page", page - 1), place, button("Next page", page + 1)];
};

/** The names of what may be said of a question. */
Tiku.KINDS = new Map([
  ["open", "Open"],
  ["choice", "Choice"],
  ["cloze", "Cloze"],
  ["question-only", "No answer yet"],
]);
Tiku.MARKS = new Map([
  ["conflict", "In conflict"],
  ["alike", "Perhaps the same"],
  ["same", "Merged"],
  ["different", "Common phrase"],
  ["new", "New"],
  ["changed", "Changed"],
]);

/**
 * The address after `#` says what is shown: the view, the filters, and the question. Everything
 * that changes it goes through here, and everything that is shown follows from it.
 */
Tiku.address = (() => {
  const FILTERS = ["q", "deck", "tag", "kind", "mark"];
  const VIEWS = ["cards", "repeats", "problems", "statistics"];

  /** Read the address: texts are empty where it says nothing. */
  const read = () => {
    const found = new URLSearchParams(location.hash.slice(1));
    const names = [...FILTERS, "id", "verdict", "of"];
    const texts = Object.fromEntries(names.map((name) => [name, found.get(name) ?? ""]));
    return {
      ...texts,
      view: VIEWS.includes(found.get("view")) ? found.get("view") : VIEWS[0],
      page: Math.max(0, Number.parseInt(found.get("page"), 10) || 0),
    };
  };

  /** Give the address that changes some of what is shown; with `isNew` it forgets the rest. */
  const link = (changes, { isNew = false } = {}) => {
    const made = new URLSearchParams(isNew ? "" : location.hash.slice(1));
    for (const [name, value] of Object.entries(changes)) {
      if (value === "") made.delete(name);
      else made.set(name, value);
    }
    return `#${made}`;
  };

  /** Go there; without `isKept` the place before is not one to come back to. */
  const go = (changes, { isKept = true, isNew = false } = {}) => {
    const target = link(changes, { isNew });
    if (isKept) location.hash = target;
    else location.replace(target);
  };

  return { FILTERS, VIEWS, read, link, go };
})();

/**
 * Anki's template language, as far as the templates of these decks use it: fields, sections,
 * the filters `type` and `cloze`, `FrontSide`, and what Anki knows of a note (`Tags`, `Deck` …).
 */
Tiku.templates = (() => {
  const TAG = /<!--[^]*?-->|\{\{\s*([#^/]?)\s*([^{}]*?)\s*\}\}/g;
  const BLANK = /^(?:\s|<\/?(?:br|div) ?\/?>)*$/i;
  const parsed = new Map();

  /** Parse a template into text, `{field, filters}` and `{field, if, nodes}`; each only once. */
  const parse = (template) => {
    if (!parsed.has(template)) parsed.set(template, parseNew(template));
    return parsed.get(template);
  };

  const parseNew = (template) => {
    const open = [{ nodes: [] }];
    const add = (node) => open.at(-1).nodes.push(node);
    let end = 0;
    for (const found of template.matchAll(TAG)) {
      if (found[2] === undefined) continue; // a comment is text
      add(template.slice(end, found.index));
      end = found.index + found[0].length;
      const [, mark, name] = found;
      if (mark === "/") {
        if (open.pop().field !== name || !open.length)
          throw new Error(`{{/${name}}} closes nothing`);
      } else if (mark) {
        const section = { field: name, if: mark === "#", nodes: [] };
        add(section);
        open.push(section);
      } else {
        const [field, ...filters] = name.split(":").reverse();
        add({ field, filters });
      }
    }
    if (open.length > 1) throw new Error(`{{#${open.at(-1).field}}} is never closed`);
    add(template.slice(end));
    return open[0].nodes;
  };

  /** Fill in a template. `used` is told the content of every field that is shown. */
  const fill = (nodes, values, card, used = () => {}) =>
    nodes
      .map((node) => {
        if (typeof node === "string") return node;
        const value = values.get(node.field);
        if (value === undefined) throw new Error(`there is no field ${node.field}`);
        if (node.nodes)
          return BLANK.test(value) === node.if ? "" : fill(node.nodes, values, card, used);
        used(value);
        return node.filters.reduce((text, filter) => apply(filter, text, node, card), value);
      })
      .join("");

  const apply = (filter, text, node, card) => {
    if (filter === "type")
      return `[[type:${[...node.filters.slice(0, -1).reverse(), node.field].join(":")}]]`;
    if (filter === "cloze") return cloze(text, card.number, card.isFront);
    throw new Error(`there is no filter ${filter}`);
  };

  /** Give the cards of a note: for each its name, its front and its back as HTML. */
  const cards = (type, item) => {
    const values = fieldsOf(type, item);
    const made = type.isCloze ? clozeCards(type, values) : plainCards(type, values);
    return made.map(({ name, number, front, back }) => {
      const known = new Map([...values, ["Card", name], ["CardFlag", "flag0"]]);
      const asked = fill(parse(front), known, { number, isFront: true });
      known.set("FrontSide", asked);
      return { name, front: asked, back: fill(parse(back), known, { number, isFront: false }) };
    });
  };

  const fieldsOf = (type, item) =>
    new Map([
      ["Tags", escape(item.tags.join(" "))],
      ["Deck", escape(item.deck)],
      ["Subdeck", escape(item.deck.split("::").at(-1))],
      ["Type", type.name],
      ...type.fields.map((name, n) => [name, item.fields[n] ?? ""]),
    ]);

  /** A template makes a card if its front shows a field that is filled; the first always does. */
  const plainCards = (type, values) =>
    type.templates
      .map(([name, front, back], n) => ({ name, number: n + 1, front, back }))
      .filter(({ front }, n) => {
        let isFilled = n === 0;
        const known = new Map([...values, ["Card", ""], ["CardFlag", ""]]);
        fill(parse(front), known, { number: 1, isFront: true }, (value) => {
          isFilled ||= !BLANK.test(value);
        });
        return isFilled;
      });

  /** Each number of a gap makes a card. */
  const clozeCards = (type, values) => {
    const [[name, front, back]] = type.templates;
    const fields = new Set();
    const look = (nodes) => {
      for (const node of nodes) {
        if (node.nodes) look(node.nodes);
        else if (node.filters?.includes("cloze")) fields.add(node.field);
      }
    };
    look(parse(front));
    const numbers = new Set([...fields].flatMap((field) => [...numbersOf(values.get(field))]));
    const sorted = numbers.size ? [...numbers].sort((a, b) => a - b) : [1];
    return sorted.map((number) => ({ name: `${name} ${number}`, number, front, back }));
  };

  // Gaps: `{{c1::text::hint}}`, which may hold others

  const GAP = /\{\{c([\d,]+)::|\}\}/g;

  const gaps = (text) => {
    const open = [{ nodes: [] }];
    const add = (part) => {
      const gap = open.at(-1);
      const cut = open.length > 1 && gap.hint === undefined ? part.indexOf("::") : -1;
      gap.nodes.push(cut < 0 ? part : part.slice(0, cut));
      if (cut >= 0) gap.hint = part.slice(cut + 2);
    };
    let end = 0;
    for (const found of text.matchAll(GAP)) {
      if (found.index > end) add(text.slice(end, found.index));
      end = found.index + found[0].length;
      if (found[1]) open.push({ numbers: found[1].split(",").map(Number), nodes: [] });
      else if (open.length === 1) open[0].nodes.push(found[0]);
      else {
        const gap = open.pop();
        open.at(-1).nodes.push(gap);
      }
    }
    if (end < text.length) add(text.slice(end));
    return open[0].nodes; // as in Anki, a gap that is never closed is not shown
  };

  const numbersOf = (text) => {
    const found = new Set();
    const look = (nodes) => {
      for (const node of nodes) {
        if (typeof node === "string") continue;
        node.numbers.filter((number) => number > 0).forEach((number) => found.add(number));
        look(node.nodes);
      }
    };
    look(gaps(text));
    return found;
  };

  /** Hide or show the gaps of a number. */
  const cloze = (text, number, isFront) => {
    const show = (node) => {
      if (typeof node === "string") return node;
      const inner = node.nodes.map(show).join("");
      const ordinal = `data-ordinal="${node.numbers.join(",")}"`;
      if (!node.numbers.includes(number))
        return `<span class="cloze-inactive" ${ordinal}>${inner}</span>`;
      if (!isFront) return `<span class="cloze" ${ordinal}>${inner}</span>`;
      return `<span class="cloze" data-cloze="${escape(inner)}" ${ordinal}>[${node.hint ?? "..."}]</span>`;
    };
    return numbersOf(text).has(number) ? bareFormulas(gaps(text).map(show).join("")) : "";
  };

  /** Take the tags out of formulas, as Anki does for MathJax. */
  const bareFormulas = (html) =>
    html.replace(/\\[([].*?\\[)\]]/gs, (formula) => formula.replace(/<[^>]*>/g, ""));

  const ENTITIES = new Map([
    ["&", "&amp;"],
    ["<", "&lt;"],
    [">", "&gt;"],
    ['"', "&quot;"],
    ["'", "&#39;"],
  ]);
  const escape = (text) => text.replace(/[&<>"']/g, (found) => ENTITIES.get(found));

  return { cards };
})();

/**
 * The data, in scripts that are loaded when they are needed: each calls `tikuPart` with its name
 * and its content. `bank` says which parts there are; a part of the index lists items; a run of
 * items is one more part, of which only those last used are kept.
 */
Tiku.data = (() => {
  const KEPT = 12; // runs
  const arrived = new Map();
  const runs = new Map(); // by number, the one last used at the end
  const texts = new Map();
  const entries = new Map();
  const numbers = new Map(); // positions by id
  let index = [];

  window.tikuPart = (name, content) => arrived.set(name, content);

  /** Load a part. */
  const load = (name) =>
    new Promise((resolve, reject) => {
      const script = Tiku.el("script", { src: `page/data/${name}.js` });
      script.onload = () => {
        script.remove();
        const content = arrived.get(name);
        arrived.delete(name);
        if (content === undefined) reject(new Error(`page/data/${name}.js is damaged`));
        else resolve(content);
      };
      script.onerror = () => reject(new Error(`page/data/${name}.js is missing`));
      document.head.append(script);
    });

  /** Load a part only once. */
  const once = (cache, key, make) => {
    if (!cache.has(key)) cache.set(key, make());
    return cache.get(key);
  };

  const start = async () => {
    const bank = await load("bank");
    let first = 0;
    let run = 0;
    index = bank.index.map((sizes, n) => {
      const part = { name: `index-${n + 1}`, first, runs: [] };
      for (const size of sizes) {
        run += 1;
        part.runs.push({ name: `items-${run}`, first, size });
        first += size;
      }
      return { ...part, size: first - part.first };
    });
    Tiku.bank = { ...bank, size: first };
    return Tiku.bank;
  };

  /** Give what a part of the index lists. */
  const listed = (part) =>
    once(entries, part.name, async () => {
      const [[decks, tags], ...rows] = await load(part.name);
      return rows.map(([id, kind, deck, own, codes, marks, language, start], n) => {
        numbers.set(id, part.first + n);
        const position = part.first + n;
        return {
          position,
          id,
          kind,
          deck: decks[deck],
          tags: own.map((tag) => tags[tag]),
          codes,
          marks,
          language,
          start,
        };
      });
    });

  /** Give the items of a run, and keep it for a while. */
  const items = (run) => {
    const found = runs.get(run.name) ?? load(run.name);
    runs.delete(run.name);
    runs.set(run.name, found);
    if (runs.size > KEPT) runs.delete(runs.keys().next().value);
    return found;
  };

  /** Give what is searched of each item of a run; kept for ever, unlike the items. */
  const searched = (run) =>
    once(texts, run.name, async () =>
      (await (runs.get(run.name) ?? load(run.name))).map(Tiku.searchable),
    );

  const partAt = (parts, position) =>
    parts.find(({ first, size }) => position >= first && position < first + size);

  return {
    start,
    load,
    listed,
    searched,
    parts: () => index,
    entry: async (position) => {
      const part = partAt(index, position);
      return (await listed(part))[position - part.first];
    },
    item: async (position) => {
      const run = partAt(partAt(index, position).runs, position);
      return (await items(run))[position - run.first];
    },
    /** Find an item by its id; -1 if there is none. */
    position: async (id) => {
      for (const part of index) {
        if (numbers.has(id)) break;
        await listed(part);
      }
      return numbers.get(id) ?? -1;
    },
  };
})();

/** What of an item a search looks at: stem, answer, choices, section, place, tags and id. */
Tiku.searchable = (() => {
  const LEFT_OUT = new Set(["Key", "Kind", "Flags", "Language", "Id", "Reverse"]);
  const ENTITIES = new Map([
    ["amp", "&"],
    ["lt", "<"],
    ["gt", ">"],
    ["quot", '"'],
    ["nbsp", " "],
  ]);
  const entity = (whole, name, decimal, hex) => {
    if (name) return ENTITIES.get(name) ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  };
  // What stands within a word does not break it up; any other tag does.
  const WITHIN =
    /^<\/?(?:a|abbr|b|bd[io]|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|su[bp]|u|var|wbr)\b/;
  const plain = (html) =>
    html
      .replace(/<(?:"[^"]*"|'[^']*'|[^>"'])*>/g, (tag) => (WITHIN.test(tag) ? "" : " "))
      .replace(/\{\{c[\d,]+::|\}\}/g, "")
      .replace(/&(?:([a-z]\w*)|#(\d+)|#x([\da-f]+));/gi, entity);
  return (item) => {
    const names = Tiku.bank.types[item.type ?? 0].fields;
    const shown = item.fields.filter((_, n) => !LEFT_OUT.has(names[n])).map(plain);
    return Tiku.fold([...shown, ...item.tags, item.id].join("\n"));
  };
})();

/** Make texts comparable: case and width of characters, and how many spaces, do not matter. */
Tiku.fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");

/**
 * Find items, part by part: yields now and then the positions of those found since, and how much
 * has been looked at. `wanted` has the fields `q`, `deck`, `tag`, `kind` and `mark`.
 */
Tiku.find = async function* find(wanted) {
  const words = Tiku.fold(wanted.q).split(" ").filter(Boolean);
  let looked = 0;
  for await (const [entries, part] of ahead(Tiku.data.parts(), Tiku.data.listed)) {
    const fits = entries
      .filter((entry) => Tiku.fits(entry, wanted))
      .map(({ position }) => position);
    if (words.length) yield* search(part, fits, words, looked);
    else yield { found: fits, looked: looked + part.size };
    looked += part.size;
  }

  /** Look for words in the texts of the items of a part that passed the filters. */
  async function* search(part, fits, words, before) {
    const within = ({ first, size }) =>
      fits.filter((position) => position >= first && position < first + size);
    let rested = performance.now();
    for await (const [texts, run] of ahead(
      part.runs.filter((run) => within(run).length),
      Tiku.data.searched,
    )) {
      const has = (position) => words.every((word) => texts[position - run.first].includes(word));
      yield { found: within(run).filter(has), looked: before + run.first + run.size - part.first };
      if (performance.now() - rested < 16) continue;
      await new Promise((resolve) => setTimeout(resolve)); // let the reader type on
      rested = performance.now();
    }
    yield { found: [], looked: before + part.size };
  }

  /** Load things in order, some of them ahead of their use. */
  async function* ahead(things, load) {
    const coming = [];
    for (let n = 0; n < things.length; n += 1) {
      while (coming.length < Math.min(n + 5, things.length))
        coming.push(load(things[coming.length]));
      yield [await coming[n], things[n]];
    }
  }
};

/** Tell whether an item passes the filters. */
Tiku.fits = (entry, { deck, tag, kind, mark }) => {
  const isBelow = (path, wanted) => path === wanted || path.startsWith(`${wanted}::`);
  if (kind && entry.kind !== kind) return false;
  if (deck && !isBelow(entry.deck, deck)) return false;
  if (tag && !entry.tags.some((own) => isBelow(own, tag))) return false;
  if (!mark) return true;
  if (mark === "any") return entry.codes.length > 0;
  return entry.codes.includes(mark) || entry.marks.includes(mark);
};

/**
 * Make of a card's HTML nodes that may be shown: media from `media/`, links that lead out, and no
 * script, for what a template's script does the page does with `tikuCard`.
 */
Tiku.nodes = (() => {
  // A tag as a whole, so that what stands in an attribute is left alone.
  const COMMAND = /<(?:"[^"]*"|'[^']*'|[^>"'])*>|\[sound:([^\]<>]*)\]|\[\[type:([^\]<>]*)\]\]/g;

  const player = (name) => {
    const kind = /\.(?:avi|m4v|mkv|mov|mp4|mpe?g|ogv|webm)$/i.test(name) ? "video" : "audio";
    return `<${kind} controls preload="none" src="${name.replaceAll('"', "&quot;")}"></${kind}>`;
  };

  const commands = (html, { isFront, expected }) =>
    html.replace(COMMAND, (whole, sound, typed) => {
      if (sound !== undefined) return player(sound);
      if (typed === undefined) return whole;
      return isFront
        ? '<input type="text" class="typeans" aria-label="Your answer" autocomplete="off">'
        : `<span class="typeans">${expected(typed)}</span>`;
    });

  const isRelative = (address) => !/^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(address);

  return (html, how) => {
    const inert = document.createElement("template");
    inert.innerHTML = commands(html, how);
    for (const script of inert.content.querySelectorAll("script")) script.remove();
    for (const media of inert.content.querySelectorAll("[src]")) {
      const address = media.getAttribute("src");
      if (isRelative(address)) media.setAttribute("src", `media/${address}`);
    }
    for (const link of inert.content.querySelectorAll("a[href]")) {
      if (/^(?:https?|mailto):/i.test(link.getAttribute("href"))) {
        link.target = "_blank";
        link.rel = "noopener noreferrer";
      } else link.removeAttribute("href"); // it leads nowhere in Anki either
    }
    return document.importNode(inert.content, true);
  };
})();

/** Give the cards of an item, ready to be shown. */
Tiku.cardsOf = (item) => {
  const type = Tiku.bank.types[item.type ?? 0];
  const expected = (name) => item.fields[type.fields.indexOf(name.split(":").at(-1))] ?? "";
  return Tiku.templates.cards(type, item).map(({ name, front, back }) => ({
    name,
    html: { front, back },
    front: () => Tiku.nodes(front, { isFront: true, expected }),
    back: () => Tiku.nodes(back, { isFront: false, expected }),
  }));
};

/**
 * Shows cards in a tree of their own, so that the card's style and the page's do not touch.
 * Each card is in a container such as Anki's body: `card`, and `nightMode` when it is dark.
 */
Tiku.CardHost = class {
  #root;
  #isPrinted;
  #shown = [];

  constructor(host, { isPrinted = false } = {}) {
    this.#root = host.attachShadow({ mode: "open" });
    this.#isPrinted = isPrinted;
    const styles = isPrinted ? ["card.css", "print.css"] : ["card.css", "shown.css"];
    this.#root.append(
      ...styles.map((name) => Tiku.el("link", { rel: "stylesheet", href: `page/${name}` })),
    );
    document.addEventListener("tiku-theme", () => this.#theme());
  }

  /** Show some cards in place of those before. */
  show(all) {
    for (const old of this.#shown) old.remove();
    this.#shown = all.map((nodes) => Tiku.el("div", { class: "card card1" }, nodes));
    this.#theme();
    this.#root.append(...this.#shown);
    if (this.#isPrinted) return; // nothing to pick or to reveal on paper
    for (const card of this.#shown) window.tikuCard?.(card);
  }

  #theme() {
    const isDark = Tiku.theme.isDark() && !this.#isPrinted;
    for (const card of this.#shown) {
      card.classList.toggle("nightMode", isDark);
      card.classList.toggle("night_mode", isDark);
    }
  }
};

/** The controls that say what is looked for: the search and the filters. */
Tiku.filters = (() => {
  const { FILTERS, go } = Tiku.address;
  const control = (name) => Tiku.at(name === "q" ? "query" : name);
  const chosen = FILTERS.slice(1);

  const option = (value, label, count) => {
    const text = count === undefined ? label : `${label} (${Tiku.number(count)})`;
    return Tiku.el("option", { value }, text);
  };

  /** Make options of paths, each set in below the one above it. */
  const tree = (paths) =>
    paths.map(([path, count]) => {
      const parts = path.split("::");
      return option(path, "\u2003".repeat(parts.length - 1) + parts.at(-1), count);
    });

  const group = (label, options) => options.length > 0 && Tiku.el("optgroup", { label }, options);

  const marks = ({ problems, clusters, statistics: { newest } }) =>
    [
      group(
        "Problems",
        [
          problems.codes.length > 0 && option("any", "Any problem", problems.items),
          ...problems.codes.map(([code, title, count]) => option(code, `${code} ${title}`, count)),
        ].filter(Boolean),
      ),
      group(
        "Repeats",
        clusters
          .filter(({ keys }) => keys.length)
          .map(({ verdict, title }) => option(verdict, title)),
      ),
      group(
        "Newest build",
        ["new", "changed"]
          .filter((mark) => newest[mark])
          .map((mark) => option(mark, Tiku.MARKS.get(mark), newest[mark])),
      ),
    ].filter(Boolean);

  /** Offer what the bank has, and go where the reader wants. */
  const start = (bank) => {
    const kinds = bank.kinds.map(([kind, count]) => option(kind, Tiku.KINDS.get(kind), count));
    const options = {
      deck: tree(bank.decks),
      tag: tree(bank.tags),
      kind: kinds,
      mark: marks(bank),
    };
    for (const name of chosen) {
      control(name).replaceChildren(option("", "All"), ...options[name]);
      control(name).addEventListener("change", (event) =>
        go({ [name]: event.target.value, id: "" }),
      );
    }
    control("q").addEventListener("input", (event) =>
      go({ q: event.target.value, id: "" }, { isKept: false }),
    );
    Tiku.at("search").addEventListener("submit", (event) => event.preventDefault());
    Tiku.at("clear").addEventListener("click", () => clear());
    Tiku.at("all").addEventListener("click", () => {
      Tiku.at("print").focus(); // this button is gone when all is shown
      control("q").value = "";
      go({ ...Object.fromEntries(FILTERS.map((name) => [name, ""])), id: "" });
    });
  };

  /** Show what the address says. */
  const follow = (state) => {
    for (const name of FILTERS) {
      const isBeingTyped = name === "q" && document.activeElement === control(name);
      if (!isBeingTyped) control(name).value = state[name];
    }
    Tiku.at("all").hidden = !FILTERS.some((name) => state[name]);
    const active = chosen.filter((name) => state[name]).length;
    Tiku.at("active").replaceChildren(active ? String(active) : "");
  };

  /** Clear the search, or if there is none, the filters. */
  const clear = () => {
    const isSearch = Tiku.address.read().q || control("q").value;
    control("q").value = "";
    go(
      isSearch
        ? { q: "", id: "" }
        : { ...Object.fromEntries(chosen.map((name) => [name, ""])), id: "" },
    );
  };

  /** Go to the search, from wherever the reader is. */
  const focus = () => {
    const { view } = Tiku.address.read();
    go({ id: "" }, { isNew: view !== "cards" });
    Tiku.show("cards", false);
    control("q").focus();
    control("q").select();
  };

  /** Say in words what is looked for. */
  const about = (state) =>
    FILTERS.filter((name) => state[name]).map(
      (name) => `${name === "q" ? "search" : name} “${state[name]}”`,
    );

  return { start, follow, clear, focus, about };
})();

/**
 * The keys: space turns the card, arrows go on and back, `/` searches, Escape clears. `can` has
 * what they do; a key that something on the page needs for itself is left alone.
 */
Tiku.keys = (can) => {
  const isTyping = (target) => target.matches?.("input:not([type=checkbox]), select, textarea");
  const isPressed = (target) =>
    target.closest?.("button, summary, input, audio, video, [role=button]");

  const actionOf = (key, target) => {
    if (key === "Escape") return target.matches?.("select") ? null : can.clear;
    if (isTyping(target)) return null;
    if (key === "/") return can.search;
    if (key === " ") return isPressed(target) ? null : can.flip;
    if (key === "ArrowRight") return can.next;
    if (key === "ArrowLeft") return can.previous;
    if (!target.closest?.("#list")) return null;
    return { ArrowDown: can.next, ArrowUp: can.previous }[key];
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.defaultPrevented) return;
    const isCards = Tiku.address.read().view === "cards";
    const isPrint = (event.ctrlKey || event.metaKey) && event.key === "p";
    if ((event.ctrlKey || event.metaKey) && !isPrint) return;
    const action = isPrint ? can.print : actionOf(event.key, event.composedPath()[0]);
    if (!action || (!isCards && action !== can.search)) return;
    event.preventDefault();
    action();
  });
};

/** The list of what was found, a page at a time. Each row is a link to its question. */
Tiku.List = class {
  #found = [];
  #page = 0;
  #current = -1;
  #drawn = "";

  static SIZE = 50;

  /** Take over what was found so far; `isNew` if it answers another question than before. */
  async update(found, isNew) {
    this.#found = found;
    if (isNew) this.#page = 0;
    await this.#draw();
  }

  /** Mark an item as the one that is shown, and turn to its page. */
  async mark(position) {
    this.#current = position;
    const place = Tiku.place(this.#found, position);
    if (place >= 0) this.#page = Math.floor(place / Tiku.List.SIZE);
    await this.#draw();
    const list = Tiku.at("list");
    const row = list.querySelector("[aria-current]");
    if (!row) return;
    const [at, box] = [row.getBoundingClientRect(), list.getBoundingClientRect()];
    const isSeen = at.top >= Math.max(box.top, 0) && at.bottom <= Math.min(box.bottom, innerHeight);
    if (!isSeen) row.scrollIntoView({ block: "nearest" });
    if (list.contains(document.activeElement)) row.focus();
  }

  async #draw() {
    const [found, page] = [this.#found, this.#page];
    const shown = found.slice(page * Tiku.List.SIZE, (page + 1) * Tiku.List.SIZE);
    const entries = await Promise.all(shown.map(Tiku.data.entry));
    if (found !== this.#found || page !== this.#page) return; // a later one draws
    const pages = Math.ceil(found.length / Tiku.List.SIZE);
    Tiku.at("pager").replaceChildren(...Tiku.pager(page, pages, (to) => Tiku.run(this.#turn(to))));
    if (shown.join() !== this.#drawn) {
      this.#drawn = shown.join();
      Tiku.at("list").replaceChildren(...entries.map((entry) => this.#row(entry)));
    }
    Tiku.at("list")
      .querySelectorAll("a")
      .forEach((row, n) => this.#address(row, entries[n]));
  }

  /** Link a row to its question, whatever else the address says by now. */
  #address(row, { id, position }) {
    row.setAttribute("href", Tiku.address.link({ id }));
    if (position === this.#current) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }

  async #turn(page) {
    this.#page = page;
    await this.#draw();
    Tiku.at("list").scrollTop = 0;
    Tiku.at("list").querySelector("a")?.focus();
  }

  #row(entry) {
    const SAID = new Set(["N1", "M1", "M2", "M3"]); // the kind and the marks say so already
    const titles = new Map(Tiku.bank.problems.codes);
    const marks = entry.marks
      .filter((mark) => mark !== "different")
      .map((mark) => Tiku.badge(Tiku.MARKS.get(mark), mark));
    const about = [
      Tiku.bank.decks.length > 1 &&
        Tiku.el("span", { class: "place" }, entry.deck.split("::").at(-1)),
      entry.kind !== "open" && Tiku.badge(Tiku.KINDS.get(entry.kind), entry.kind),
      ...entry.codes
        .filter((code) => !SAID.has(code))
        .map((code) => Tiku.badge(titles.get(code), "problem")),
      ...marks,
    ].filter(Boolean);
    return Tiku.el(
      "li",
      {},
      Tiku.el(
        "a",
        { href: "#" },
        Tiku.el("span", { class: "start", lang: entry.language || null, dir: "auto" }, entry.start),
        about.length > 0 && Tiku.el("span", { class: "meta" }, about),
      ),
    );
  }
};

/** Make a small label. */
Tiku.badge = (text, kind) => Tiku.el("span", { class: `badge ${kind}` }, text);

/** Find a number in sorted ones; -1 if it is not there. */
Tiku.place = (sorted, number) => {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] === number) return middle;
    if (sorted[middle] < number) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
};

/** One question: its cards, front and back, and all that is known of it beside them. */
Tiku.Study = class {
  #host = new Tiku.CardHost(Tiku.at("card"));
  #item = null;
  #cards = [];
  #card = 0;
  #isBack = false;

  constructor() {
    Tiku.at("flip").addEventListener("click", () => this.flip());
    const open = Tiku.at("open");
    open.checked = Tiku.memory.get("tiku-open") === "yes";
    open.addEventListener("change", () => {
      Tiku.memory.set("tiku-open", open.checked ? "yes" : "no");
      this.#turn(open.checked);
    });
  }

  /** Show an item; nothing if there is none. */
  show(item, entry) {
    if (item && this.#item?.id === item.id) return;
    this.#item = item;
    Tiku.at("study").classList.toggle("empty", !item);
    Tiku.at("about").replaceChildren(...(item ? Tiku.about(item, entry) : []));
    this.#cards = item ? Tiku.cardsOf(item) : [];
    this.#card = 0;
    this.#turn(Tiku.at("open").checked);
  }

  flip() {
    if (this.#item) this.#turn(!this.#isBack);
  }

  #turn(isBack) {
    this.#isBack = isBack;
    const card = this.#cards[this.#card];
    this.#host.show(card ? [isBack ? card.back() : card.front()] : []);
    Tiku.at("flip").replaceChildren(isBack ? "Hide the answer" : "Show the answer");
    Tiku.at("flip").hidden = !card;
    Tiku.at("which").replaceChildren(
      ...(this.#cards.length > 1 ? this.#cards.map((each, n) => this.#choice(each, n)) : []),
    );
  }

  #choice(card, number) {
    const choose = () => {
      this.#card = number;
      this.#turn(Tiku.at("open").checked);
      Tiku.at("which").children[number].focus();
    };
    return Tiku.el(
      "button",
      { type: "button", "aria-pressed": String(number === this.#card), onclick: choose },
      card.name,
    );
  }
};

/** Say of an item what is found about it, where it stands, and how it is filed. */
Tiku.about = (item, entry) => {
  const { el } = Tiku;
  const places = item.sources.map(([path, first, last]) => {
    const lines = first === last ? `${first}` : `${first}–${last}`;
    return el("li", {}, el("code", {}, `${path}:${lines}`));
  });
  const term = (name, ...values) =>
    values.flat().length ? [el("dt", {}, name), el("dd", {}, ...values)] : [];
  const filter = (name, value) =>
    el("a", { href: Tiku.address.link({ [name]: value }, { isNew: true }) }, Tiku.path(value));
  return [
    !item.makesCard &&
      el("p", { class: "note" }, "This question has no answer yet, so it makes no card in Anki."),
    item.problems.length > 0 &&
      el(
        "section",
        {},
        el("h2", {}, "Problems"),
        el("ul", { class: "problems" }, item.problems.map(Tiku.problem)),
      ),
    item.clusters.length > 0 &&
      el("section", {}, el("h2", {}, "Repeats"), el("ul", {}, item.clusters.map(Tiku.cluster))),
    el("h2", {}, "This question"),
    el(
      "dl",
      {},
      term("Source", el("ul", { class: "places" }, places)),
      term("Deck", filter("deck", item.deck)),
      term(
        "Tags",
        item.tags.length
          ? el(
              "ul",
              { class: "tags" },
              item.tags.map((tag) => el("li", {}, filter("tag", tag))),
            )
          : [],
      ),
      term("Kind", Tiku.KINDS.get(entry.kind)),
      term("Changed", item.modified ? Tiku.time(item.modified) : []),
      term("Id", el("code", {}, item.id)),
    ),
  ].filter(Boolean);
};

/** Say in which cluster an item is. */
Tiku.cluster = ([verdict, of]) => {
  const link = Tiku.address.link({ view: "repeats", verdict, of }, { isNew: true });
  const number = Tiku.number(Tiku.clusterNumber(verdict, of) + 1);
  return Tiku.el(
    "li",
    {},
    Tiku.el("a", { href: link }, `${Tiku.MARKS.get(verdict)}, number ${number}`),
  );
};

/** The clusters of one verdict, those of a page of them, or of the page with the key `of`. */
Tiku.repeats = async ({ verdict, page, of }, go) => {
  const { el } = Tiku;
  const kinds = Tiku.bank.clusters.filter(({ keys }) => keys.length);
  const head = el("h2", { id: "repeats-title" }, "Repeats");
  if (!kinds.length) return [head, el("p", { class: "lead" }, "No question repeats another one.")];
  const chosen = kinds.find((kind) => kind.verdict === verdict) ?? kinds[0];
  const { keys, partSize } = chosen;
  const tab = (kind) =>
    el(
      "a",
      {
        href: Tiku.address.link({ view: "repeats", verdict: kind.verdict }, { isNew: true }),
        "aria-current": kind === chosen && "true",
      },
      `${kind.title} `,
      el("span", { class: "count" }, Tiku.number(kind.keys.length)),
    );
  const pages = Math.ceil(keys.length / partSize);
  const at = of ? Math.max(0, Math.floor(keys.indexOf(of) / partSize)) : Math.min(page, pages - 1);
  const found = await Tiku.data.load(`${chosen.verdict}-${at + 1}`);
  const pager = Tiku.pager(at, pages, go);
  return [
    head,
    el("nav", { class: "tabs", "aria-label": "Kinds of repeats" }, kinds.map(tab)),
    el("p", { class: "lead" }, chosen.about),
    ...found.map((each, n) => Tiku.sideBySide(each, chosen.verdict, at * partSize + n)),
    el("nav", { class: "pager", "aria-label": "Pages of repeats" }, pager),
  ];
};

/** Say which of the clusters of a verdict one is, counted from 0; -1 if there is no such one. */
Tiku.clusterNumber = (verdict, key) =>
  Tiku.bank.clusters.find((kind) => kind.verdict === verdict)?.keys.indexOf(key) ?? -1;

/** Show the questions of a cluster in columns, with the words that differ marked. */
Tiku.sideBySide = ({ reason, more, items }, verdict, number) => {
  const { el } = Tiku;
  const marked = (stretches) =>
    stretches.map((text, n) => (n % 2 && text.trim() ? el("mark", {}, text) : text));
  const side = ({ id, role, place, language, stem, answer }) =>
    el(
      "article",
      { class: `side ${role}`, lang: language || null },
      el(
        "p",
        { class: "meta", lang: "en" },
        role && Tiku.badge(role === "kept" ? "Kept" : "Merged", role),
        el("code", {}, place),
      ),
      el("p", { class: "stem", dir: "auto" }, marked(stem)),
      answer.join("") && el("p", { class: "answer", dir: "auto" }, marked(answer)),
      role !== "merged" &&
        el(
          "p",
          { class: "meta", lang: "en" },
          el("a", { href: Tiku.address.link({ id }, { isNew: true }) }, "Show the question"),
        ),
    );
  return el(
    "section",
    { class: "cluster", id: `${verdict}-${number}`, tabindex: "-1" },
    el("h3", {}, `${Tiku.MARKS.get(verdict)} ${number + 1}: ${reason}`),
    el("div", { class: "sides" }, items.map(side)),
    more && el("p", { class: "meta" }, `… and ${Tiku.number(more)} more`),
  );
};

/** Show a problem: what is wrong and what to do, where, and its code. */
Tiku.problem = ([code, severity, path, line, what, remedy]) => {
  const { el } = Tiku;
  return el(
    "li",
    { class: severity },
    el(
      "p",
      {},
      el("strong", {}, severity === "error" ? "Error: " : "Warning: "),
      `${what}; ${remedy}`,
    ),
    el(
      "p",
      { class: "meta" },
      el("code", {}, line ? `${path}:${line}` : path || "all sources"),
      ` ${code}`,
    ),
  );
};

/** All problems, file by file; each leads to the question that it concerns. */
Tiku.problems = async (wanted, go) => {
  const { el } = Tiku;
  const { count, errors, parts, files } = Tiku.bank.problems;
  const head = el("h2", { id: "problems-title" }, "Problems");
  if (!count) return [head, el("p", { class: "lead" }, "None were found.")];
  const among = errors ? `, ${Tiku.count(errors, "error")} among them` : "";
  const about = `${Tiku.count(count, "problem")} in ${Tiku.count(files, "file")}${among}.`;
  const page = Math.min(wanted, parts - 1);
  const rows = await Tiku.data.load(`problems-${page + 1}`);
  const groups = new Map();
  for (const row of rows) groups.set(row[2], [...(groups.get(row[2]) ?? []), row]);
  const blocks = [...groups].map(([path, found]) =>
    el(
      "section",
      { class: "file" },
      el("h3", {}, path || "All sources"),
      el("ul", { class: "problems" }, found.map(Tiku.problemWithItems)),
    ),
  );
  const pager = el(
    "nav",
    { class: "pager", "aria-label": "Pages of problems" },
    Tiku.pager(page, parts, go),
  );
  return [head, el("p", { class: "lead" }, about), ...blocks, pager];
};

Tiku.problemWithItems = (row) => {
  const made = Tiku.problem(row);
  const ids = row.slice(6);
  if (ids.length) {
    const links = ids.map((id) =>
      Tiku.el("a", { href: Tiku.address.link({ id }, { isNew: true }) }, "Show the question"),
    );
    made.append(Tiku.el("p", { class: "meta" }, links));
  }
  return made;
};

/** What the bank holds, in numbers and bars. */
Tiku.statistics = () => {
  const { el } = Tiku;
  const { kinds, statistics } = Tiku.bank;
  const { places, lengths, merged, retired } = statistics;
  const of = (value, one, many = `${one}s`) => [value, value === 1 ? one : many];
  const facts = [
    of(Tiku.bank.size, "question"),
    of(Tiku.decksWithQuestions(places), "deck"),
    of(merged, "repeat merged", "repeats merged"),
    [retired, "retired"],
  ];
  const filter = (name, value) => Tiku.address.link({ [name]: value }, { isNew: true });
  const place = ([name, value, rest]) => {
    if (rest) return { name: `${Tiku.number(rest)} more`, value, isRest: true };
    return { name, value, link: places.of === "deck" && filter("deck", name) };
  };
  return [
    el("h2", { id: "statistics-title" }, "Statistics"),
    el(
      "dl",
      { class: "facts" },
      facts.map(([value, what]) =>
        el("div", {}, el("dt", {}, what), el("dd", {}, Tiku.number(value))),
      ),
    ),
    Tiku.newest(),
    Tiku.bars(`Questions by ${places.of}`, places.rows.map(place)),
    Tiku.bars(
      "Questions by kind",
      kinds.map(([kind, value]) => ({
        name: Tiku.KINDS.get(kind),
        value,
        link: filter("kind", kind),
      })),
    ),
    Tiku.bars(
      "Length of answers, in characters",
      lengths.map(([name, value]) => ({ name, value })),
    ),
  ];
};

/** How many decks have questions of their own: those that are counted one by one, and the rest. */
Tiku.decksWithQuestions = ({ of, rows }) => {
  if (of !== "deck") return Math.min(1, Tiku.bank.size);
  return rows.reduce((sum, [, , rest = 1]) => sum + rest, 0);
};

/** A table of which each row has a bar: the numbers are read, the bars are seen. */
Tiku.bars = (title, rows) => {
  const { el } = Tiku;
  const most = Math.max(1, ...rows.map(({ value, isRest }) => (isRest ? 0 : value)));
  const row = ({ name, value, link, isRest }) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", dir: "auto" }, link ? el("a", { href: link }, name) : name),
      el("td", { class: "value" }, Tiku.number(value)),
      el("td", {}, !isRest && Tiku.bar([[value / most, "all"]])),
    );
  return el("table", { class: "bars" }, el("caption", {}, title), el("tbody", {}, rows.map(row)));
};

/** Draw shares of a width side by side. */
Tiku.bar = (shares) => {
  const SVG = "http://www.w3.org/2000/svg";
  const make = (name, attributes) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const picture = make("svg", {
    viewBox: "0 0 100 10",
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  let x = 0;
  for (const [share, name] of shares) {
    const width = Math.round(share * 10000) / 100;
    picture.append(make("rect", { x, y: 0, width, height: 10, class: name }));
    x += width;
  }
  return picture;
};

/** Say what the newest build brought. */
Tiku.newest = () => {
  const { el } = Tiku;
  const { time, new: added, changed } = Tiku.bank.statistics.newest;
  const about =
    added + changed
      ? [
          `The newest build with changes, ${Tiku.time(time)}: `,
          el(
            "a",
            { href: Tiku.address.link({ mark: "new" }, { isNew: true }) },
            `${Tiku.number(added)} new`,
          ),
          ", ",
          el(
            "a",
            { href: Tiku.address.link({ mark: "changed" }, { isNew: true }) },
            `${Tiku.number(changed)} changed`,
          ),
          ", all others as they were.",
        ]
      : ["All questions are from one build. After the next one, what it changed is shown here."];
  const { size } = Tiku.bank;
  const picture =
    added + changed
      ? Tiku.bar([
          [added / size, "new"],
          [changed / size, "changed"],
          [1 - (added + changed) / size, "rest"],
        ])
      : "";
  return el(
    "div",
    { class: "newest" },
    el("h3", {}, "What changed last"),
    el("p", {}, about),
    picture,
  );
};

/** Prints questions with their answers: what the filters leave, in order. */
Tiku.Print = class {
  static MOST = 2000;

  #host;
  #sheet = Tiku.at("print-sheet");
  #filled = null;

  constructor() {
    const place = Tiku.el("div", {});
    this.#sheet.append(Tiku.el("h2"), Tiku.el("p"), place);
    this.#host = new Tiku.CardHost(place, { isPrinted: true });
    this.clear();
  }

  /** Lay out the questions at some positions; `about` says which these are. */
  async fill(positions, about) {
    const shown = positions.slice(0, Tiku.Print.MOST);
    this.#filled = positions;
    const cards = [];
    for (const position of shown)
      cards.push(Tiku.cardsOf(await Tiku.data.item(position))[0].back());
    const [title, line] = this.#sheet.children;
    const most =
      positions.length > shown.length
        ? `, the first ${Tiku.number(shown.length)} of ${Tiku.number(positions.length)}`
        : "";
    title.replaceChildren(Tiku.bank.name);
    line.replaceChildren(`${about}${most}`);
    this.#host.show(cards);
  }

  /** Take away what was laid out, unless it is of these positions. */
  clear(positions = []) {
    if (this.#filled && this.#filled === positions) return;
    this.#filled = null;
    this.#host.show([]);
    this.#sheet.children[1].replaceChildren(
      "The button “Print” of this page lays out the questions, and then prints them.",
    );
  }
};

/** Show a view; on a phone a card that was chosen takes the place of the list. */
Tiku.show = (view, isChosen) => {
  for (const each of Tiku.address.VIEWS) Tiku.at(each).hidden = each !== view;
  for (const link of document.querySelectorAll(".views a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const wasChosen = document.body.classList.contains("chosen");
  document.body.dataset.view = view;
  document.body.classList.toggle("chosen", isChosen);
  if (wasChosen || !isChosen || Tiku.at("list").offsetParent) return;
  Tiku.at("study").focus({ preventScroll: true });
  window.scrollTo(0, 0);
};

/** Joins the parts of the page. What it shows follows from the address. */
Tiku.Page = class {
  #list = new Tiku.List();
  #study = new Tiku.Study();
  #print = new Tiku.Print();
  #found = []; // positions, in order
  #asked = ""; // the filters that they answer
  #shown = ""; // the address of the sheet that was made last
  #position = -1;

  async start() {
    const bank = await Tiku.data.start();
    this.#count(bank);
    Tiku.filters.start(bank);
    this.#listen();
    await this.#follow();
  }

  #count({ size, clusters, problems }) {
    Tiku.at("size").replaceChildren(Tiku.count(size, "question"));
    const repeats = clusters.reduce((sum, { keys }) => sum + keys.length, 0);
    const counts = { repeats, problems: problems.count };
    for (const [view, count] of Object.entries(counts)) {
      const place = document.querySelector(`[data-view=${view}] .count`);
      place.replaceChildren(count ? Tiku.number(count) : "");
    }
  }

  #listen() {
    window.addEventListener("hashchange", () => Tiku.run(this.#follow()));
    window.addEventListener("beforeprint", () => this.#print.clear(this.#found));
    const can = {
      previous: () => Tiku.run(this.#step(-1)),
      next: () => Tiku.run(this.#step(1)),
      flip: () => this.#study.flip(),
      search: () => Tiku.filters.focus(),
      clear: () => Tiku.filters.clear(),
      print: () => Tiku.run(this.#printAll()),
    };
    Tiku.keys(can);
    Tiku.at("skip").addEventListener("click", () => Tiku.at("flip").focus());
    for (const name of ["previous", "next", "print"])
      Tiku.at(name).addEventListener("click", can[name]);
    Tiku.at("theme").value = Tiku.theme.choice();
    Tiku.at("theme").addEventListener("change", (event) => Tiku.theme.choose(event.target.value));
  }

  async #follow() {
    const state = Tiku.address.read();
    Tiku.show(state.view, state.view === "cards" && state.id !== "");
    if (state.view !== "cards") {
      await this.#sheet(state);
      return;
    }
    Tiku.filters.follow(state);
    const asked = JSON.stringify(Tiku.address.FILTERS.map((name) => state[name]));
    if (asked === this.#asked) await this.#choose(state.id);
    else await this.#search(state, asked);
  }

  /** Find what passes the filters, and show it as it comes. */
  async #search(state, asked) {
    this.#asked = asked;
    this.#found = [];
    let percent = -1;
    for await (const { found, looked } of Tiku.find(state)) {
      if (asked !== this.#asked) return; // the reader asks something else by now
      for (const position of found) this.#found.push(position);
      const now = Math.floor((100 * looked) / Tiku.bank.size);
      if (now === percent) continue;
      await this.#progress(now, percent < 0);
      percent = now;
    }
    if (asked !== this.#asked) return;
    await this.#list.update(this.#found, percent < 0);
    this.#say(this.#counted());
    await this.#choose(Tiku.address.read().id);
  }

  async #progress(percent, isNew) {
    const found = Tiku.count(this.#found.length, "question");
    this.#say(`${found} found, ${percent} % of the bank searched`);
    if (isNew || this.#found.length <= 2 * Tiku.List.SIZE)
      await this.#list.update(this.#found, isNew);
    const isFirst = this.#found.length > 0 && this.#position !== this.#found[0];
    if (isFirst && !Tiku.address.read().id) await this.#choose("");
  }

  #counted() {
    const { size } = Tiku.bank;
    const all = Tiku.count(size, "question");
    return this.#found.length === size ? all : `${Tiku.number(this.#found.length)} of ${all}`;
  }

  #say(text) {
    Tiku.at("found").replaceChildren(text);
  }

  /** Show a question: the one with an id, else the first that was found. */
  async #choose(id) {
    const position = id ? await Tiku.data.position(id) : (this.#found[0] ?? -1);
    const [item, entry] =
      position < 0
        ? [null, null]
        : await Promise.all([Tiku.data.item(position), Tiku.data.entry(position)]);
    if (Tiku.address.read().id !== id) return; // meanwhile another one was chosen
    this.#position = position;
    this.#study.show(item, entry);
    const none = id ? "No question has this id" : "No question";
    this.#place(position, Tiku.place(this.#found, position), none);
    await this.#list.mark(position);
  }

  /** Say where in the list a question is, or that there is `none`; offer the way on and back. */
  #place(position, place, none) {
    const number = `${Tiku.number(place + 1)} of ${Tiku.number(this.#found.length)}`;
    const found = place < 0 ? "Not in the list" : number;
    Tiku.at("position").replaceChildren(position < 0 ? none : found);
    Tiku.at("previous").disabled = place <= 0;
    Tiku.at("next").disabled = place < 0 || place === this.#found.length - 1;
    Tiku.at("back").setAttribute("href", Tiku.address.link({ id: "" }));
  }

  async #step(by) {
    const place = Tiku.place(this.#found, this.#position);
    const next = place < 0 ? undefined : this.#found[place + by];
    if (next === undefined) return;
    const { id } = await Tiku.data.entry(next);
    Tiku.address.go({ id }, { isKept: false });
  }

  /** Make one of the other views, unless it was the last one that was made. */
  async #sheet(state) {
    const asked = location.hash;
    if (this.#shown === asked) return;
    const go = (page) => Tiku.address.go({ page: page || "", of: "" });
    const make = {
      repeats: () => Tiku.repeats(state, go),
      problems: () => Tiku.problems(state.page, go),
      statistics: async () => Tiku.statistics(),
    };
    const made = await make[state.view]();
    if (location.hash !== asked) return;
    this.#shown = asked;
    const sheet = Tiku.at(state.view);
    sheet.replaceChildren(...made.filter(Boolean));
    sheet.scrollTop = 0;
    const number = state.of ? Tiku.clusterNumber(state.verdict, state.of) : -1;
    const target = Tiku.at(`${state.verdict}-${number}`);
    target?.scrollIntoView();
    target?.focus();
  }

  async #printAll() {
    const of = [
      Tiku.count(this.#found.length, "question"),
      ...Tiku.filters.about(Tiku.address.read()),
    ];
    this.#say("Laying out what is printed …");
    await this.#print.fill(this.#found, of.join(", "));
    this.#say(this.#counted());
    window.print();
  }
};

Tiku.run(new Tiku.Page().start());
