"use strict";

/** The list of what was found, a page at a time. `choose` is called with a position. */
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
  async mark(position, { isTurned = true } = {}) {
    this.#current = position;
    const place = Tiku.place(this.#found, position);
    if (isTurned && place >= 0) this.#page = Math.floor(place / Tiku.List.SIZE);
    await this.#draw();
    const row = Tiku.at("list").querySelector("[aria-current]");
    row?.scrollIntoView({ block: "nearest" });
    if (Tiku.at("list").contains(document.activeElement)) row?.focus();
  }

  async #draw() {
    const first = this.#page * Tiku.List.SIZE;
    const shown = this.#found.slice(first, first + Tiku.List.SIZE);
    const key = shown.join();
    const entries = await Promise.all(shown.map(Tiku.data.entry));
    const pages = Math.max(1, Math.ceil(this.#found.length / Tiku.List.SIZE));
    Tiku.at("pager").replaceChildren(
      ...Tiku.pager(this.#page, pages, (page) => Tiku.run(this.#turn(page))),
    );
    if (key !== this.#drawn) {
      this.#drawn = key;
      Tiku.at("list").replaceChildren(...entries.map((entry) => this.#row(entry)));
      Tiku.at("list").setAttribute("start", first + 1);
    }
    for (const row of Tiku.at("list").querySelectorAll("a")) {
      if (Number(row.dataset.position) === this.#current) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
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
        { href: Tiku.address.link({ id: entry.id }), "data-position": entry.position },
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
