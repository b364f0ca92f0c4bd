"use strict";

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
