"use strict";

/** Prints questions with their answers: what the filters leave, in order. */
Tiku.Print = class {
  static MOST = 2000;

  #host;
  #sheet = Tiku.at("print-sheet");
  #filled = null;

  constructor() {
    const place = Tiku.el("div", {});
    this.#sheet.append(Tiku.el("h2"), Tiku.el("p"), place);
    this.#host = new Tiku.CardHost(place, { isPrinted: true });
    this.clear();
  }

  /** Lay out the questions at some positions; `about` says which these are. */
  async fill(positions, about) {
    const shown = positions.slice(0, Tiku.Print.MOST);
    this.#filled = positions;
    const cards = [];
    for (const position of shown)
      cards.push(Tiku.cardsOf(await Tiku.data.item(position))[0].back());
    const [title, line] = this.#sheet.children;
    const most =
      positions.length > shown.length
        ? `, the first ${Tiku.number(shown.length)} of ${Tiku.number(positions.length)}`
        : "";
    title.replaceChildren(Tiku.bank.name);
    line.replaceChildren(`${about}${most}`);
    this.#host.show(cards);
  }

  /** Take away what was laid out, unless it is of these positions. */
  clear(positions = []) {
    if (this.#filled && this.#filled === positions) return;
    this.#filled = null;
    this.#host.show([]);
    this.#sheet.children[1].replaceChildren(
      "The button “Print” of this page lays out the questions, and then prints them.",
    );
  }
};
