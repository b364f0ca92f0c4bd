"use strict";

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
