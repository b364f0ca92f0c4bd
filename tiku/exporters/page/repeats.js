"use strict";

/** The clusters of one verdict, the questions of each side by side. */
Tiku.repeats = async ({ verdict, page }, go) => {
  const { el } = Tiku;
  const kinds = Tiku.bank.clusters.filter(([, , , count]) => count);
  const head = el("h2", { id: "repeats-title" }, "Repeats");
  if (!kinds.length) return [head, el("p", { class: "lead" }, "No question repeats another one.")];
  const chosen = kinds.find(([name]) => name === verdict) ?? kinds[0];
  const [name, , about, , parts, size] = chosen;
  const tabs = kinds.map((kind) =>
    el(
      "a",
      {
        href: Tiku.address.link({ view: "repeats", verdict: kind[0] }, { isNew: true }),
        "aria-current": kind === chosen && "true",
      },
      `${kind[1]} `,
      el("span", { class: "count" }, Tiku.number(kind[3])),
    ),
  );
  const found = await Tiku.data.load(`${name}-${page + 1}`);
  return [
    head,
    el("nav", { class: "tabs", "aria-label": "Kinds of repeats" }, tabs),
    el("p", { class: "lead" }, about),
    ...found.map((cluster, n) => Tiku.sideBySide(cluster, name, page * size + n)),
    el("nav", { class: "pager", "aria-label": "Pages of repeats" }, Tiku.pager(page, parts, go)),
  ];
};

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
