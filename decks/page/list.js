"use strict";

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
