"use strict";

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
