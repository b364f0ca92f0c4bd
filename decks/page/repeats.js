"use strict";

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
