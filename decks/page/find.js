"use strict";

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
