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
  const entity = (whole, name) => {
    if (name[0] !== "#") return ENTITIES.get(name) ?? whole;
    return String.fromCodePoint(Number(name.replace(/^#x/i, "0x").replace("#", "")));
  };
  const plain = (html) =>
    html
      .replace(/<(?:"[^"]*"|'[^']*'|[^>"'])*>/g, " ")
      .replace(/\{\{c[\d,]+::|\}\}/g, "")
      .replace(/&(#?\w+);/g, entity);
  return (item) => {
    const names = Tiku.bank.types[item.type ?? 0].fields;
    const shown = item.fields.filter((_, n) => !LEFT_OUT.has(names[n])).map(plain);
    return Tiku.fold([...shown, ...item.tags, item.id].join("\n"));
  };
})();

/** Make texts comparable: case and width of characters, and how many spaces, do not matter. */
Tiku.fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");

/**
 * Find items, part by part: yields after each part the positions of those found in it, and how
 * much has been looked at. `wanted` has the fields `q`, `deck`, `tag`, `kind` and `mark`.
 */
Tiku.find = async function* find(wanted) {
  const words = Tiku.fold(wanted.q).split(" ").filter(Boolean);
  const parts = Tiku.data.parts();
  let looked = 0;
  let rested = performance.now();
  for (const part of parts) {
    const fits = (await Tiku.data.listed(part)).filter((entry) => Tiku.fits(entry, wanted));
    if (!words.length) {
      looked += part.size;
      yield { found: fits.map(({ position }) => position), looked };
      continue;
    }
    for (const run of part.runs) {
      const within = fits.filter(({ position }) => position >= run.first && position < run.first + run.size);
      const texts = within.length ? await Tiku.data.searched(run) : [];
      const found = within
        .map(({ position }) => position)
        .filter((position) => words.every((word) => texts[position - run.first].includes(word)));
      looked += run.size;
      if (performance.now() - rested > 16) {
        await new Promise((resolve) => setTimeout(resolve)); // let the reader type on
        rested = performance.now();
      }
      yield { found, looked };
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
