"use strict";

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
