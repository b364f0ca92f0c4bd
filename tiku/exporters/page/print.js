"use strict";

/** Prints questions with their answers: what the filters leave, in order. */
Tiku.Print = class {
  static MOST = 2000;

  #host;
  #sheet = Tiku.at("print-sheet");
  #filled = [];

  constructor() {
    const place = Tiku.el("div", {});
    this.#sheet.append(Tiku.el("h2", {}, ""), Tiku.el("p", {}, ""), place);
    this.#host = new Tiku.CardHost(place, { isPrinted: true });
  }

  /** Lay out the questions at some positions; `about` says which these are. */
  async fill(positions, about) {
    const shown = positions.slice(0, Tiku.Print.MOST);
    this.#filled = positions;
    const cards = [];
    for (const position of shown) cards.push(Tiku.cardsOf(await Tiku.data.item(position))[0].back());
    const [title, line] = this.#sheet.children;
    const most = positions.length > shown.length ? `, the first ${Tiku.number(shown.length)} of ${Tiku.number(positions.length)}` : "";
    title.replaceChildren(Tiku.bank.name);
    line.replaceChildren(`${about}${most}`);
    this.#host.show(cards);
  }

  /** Tell whether what is laid out is what was found. */
  isOf(positions) {
    return this.#filled === positions;
  }
};
