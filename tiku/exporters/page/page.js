"use strict";

/** Show a view; on a phone a card that was chosen takes the place of the list. */
Tiku.show = (view, isChosen) => {
  for (const each of Tiku.address.VIEWS) Tiku.at(each).hidden = each !== view;
  for (const link of document.querySelectorAll(".views a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const wasChosen = document.body.classList.contains("chosen");
  document.body.dataset.view = view;
  document.body.classList.toggle("chosen", isChosen);
  if (wasChosen || !isChosen || Tiku.at("list").offsetParent) return;
  Tiku.at("study").focus({ preventScroll: true });
  window.scrollTo(0, 0);
};

/** Joins the parts of the page. What it shows follows from the address. */
Tiku.Page = class {
  #list = new Tiku.List();
  #study = new Tiku.Study();
  #print = new Tiku.Print();
  #found = []; // positions, in order
  #asked = ""; // the filters that they answer
  #shown = ""; // the address of the sheet that was made last
  #position = -1;

  async start() {
    const bank = await Tiku.data.start();
    this.#count(bank);
    Tiku.filters.start(bank);
    this.#listen();
    await this.#follow();
  }

  #count({ size, clusters, problems }) {
    Tiku.at("size").replaceChildren(Tiku.count(size, "question"));
    const repeats = clusters.reduce((sum, { keys }) => sum + keys.length, 0);
    const counts = { repeats, problems: problems.count };
    for (const [view, count] of Object.entries(counts)) {
      const place = document.querySelector(`[data-view=${view}] .count`);
      place.replaceChildren(count ? Tiku.number(count) : "");
    }
  }

  #listen() {
    window.addEventListener("hashchange", () => Tiku.run(this.#follow()));
    window.addEventListener("beforeprint", () => this.#print.clear(this.#found));
    const can = {
      previous: () => Tiku.run(this.#step(-1)),
      next: () => Tiku.run(this.#step(1)),
      flip: () => this.#study.flip(),
      search: () => Tiku.filters.focus(),
      clear: () => Tiku.filters.clear(),
      print: () => Tiku.run(this.#printAll()),
    };
    Tiku.keys(can);
    Tiku.at("skip").addEventListener("click", () => Tiku.at("flip").focus());
    for (const name of ["previous", "next", "print"])
      Tiku.at(name).addEventListener("click", can[name]);
    Tiku.at("theme").value = Tiku.theme.choice();
    Tiku.at("theme").addEventListener("change", (event) => Tiku.theme.choose(event.target.value));
  }

  async #follow() {
    const state = Tiku.address.read();
    Tiku.show(state.view, state.view === "cards" && state.id !== "");
    if (state.view !== "cards") {
      await this.#sheet(state);
      return;
    }
    Tiku.filters.follow(state);
    const asked = JSON.stringify(Tiku.address.FILTERS.map((name) => state[name]));
    if (asked === this.#asked) await this.#choose(state.id);
    else await this.#search(state, asked);
  }

  /** Find what passes the filters, and show it as it comes. */
  async #search(state, asked) {
    this.#asked = asked;
    this.#found = [];
    let percent = -1;
    for await (const { found, looked } of Tiku.find(state)) {
      if (asked !== this.#asked) return; // the reader asks something else by now
      for (const position of found) this.#found.push(position);
      const now = Math.floor((100 * looked) / Tiku.bank.size);
      if (now === percent) continue;
      await this.#progress(now, percent < 0);
      percent = now;
    }
    if (asked !== this.#asked) return;
    await this.#list.update(this.#found, percent < 0);
    this.#say(this.#counted());
    await this.#choose(Tiku.address.read().id);
  }

  async #progress(percent, isNew) {
    const found = Tiku.count(this.#found.length, "question");
    this.#say(`${found} found, ${percent} % of the bank searched`);
    if (isNew || this.#found.length <= 2 * Tiku.List.SIZE)
      await this.#list.update(this.#found, isNew);
    const isFirst = this.#found.length > 0 && this.#position !== this.#found[0];
    if (isFirst && !Tiku.address.read().id) await this.#choose("");
  }

  #counted() {
    const { size } = Tiku.bank;
    const all = Tiku.count(size, "question");
    return this.#found.length === size ? all : `${Tiku.number(this.#found.length)} of ${all}`;
  }

  #say(text) {
    Tiku.at("found").replaceChildren(text);
  }

  /** Show a question: the one with an id, else the first that was found. */
  async #choose(id) {
    const position = id ? await Tiku.data.position(id) : (this.#found[0] ?? -1);
    const [item, entry] =
      position < 0
        ? [null, null]
        : await Promise.all([Tiku.data.item(position), Tiku.data.entry(position)]);
    if (Tiku.address.read().id !== id) return; // meanwhile another one was chosen
    this.#position = position;
    this.#study.show(item, entry);
    const none = id ? "No question has this id" : "No question";
    this.#place(position, Tiku.place(this.#found, position), none);
    await this.#list.mark(position);
  }

  /** Say where in the list a question is, or that there is `none`; offer the way on and back. */
  #place(position, place, none) {
    const number = `${Tiku.number(place + 1)} of ${Tiku.number(this.#found.length)}`;
    const found = place < 0 ? "Not in the list" : number;
    Tiku.at("position").replaceChildren(position < 0 ? none : found);
    Tiku.at("previous").disabled = place <= 0;
    Tiku.at("next").disabled = place < 0 || place === this.#found.length - 1;
    Tiku.at("back").setAttribute("href", Tiku.address.link({ id: "" }));
  }

  async #step(by) {
    const place = Tiku.place(this.#found, this.#position);
    const next = place < 0 ? undefined : this.#found[place + by];
    if (next === undefined) return;
    const { id } = await Tiku.data.entry(next);
    Tiku.address.go({ id }, { isKept: false });
  }

  /** Make one of the other views, unless it was the last one that was made. */
  async #sheet(state) {
    const asked = location.hash;
    if (this.#shown === asked) return;
    const go = (page) => Tiku.address.go({ page: page || "", of: "" });
    const make = {
      repeats: () => Tiku.repeats(state, go),
      problems: () => Tiku.problems(state.page, go),
      statistics: async () => Tiku.statistics(),
    };
    const made = await make[state.view]();
    if (location.hash !== asked) return;
    this.#shown = asked;
    const sheet = Tiku.at(state.view);
    sheet.replaceChildren(...made.filter(Boolean));
    sheet.scrollTop = 0;
    const number = state.of ? Tiku.clusterNumber(state.verdict, state.of) : -1;
    const target = Tiku.at(`${state.verdict}-${number}`);
    target?.scrollIntoView();
    target?.focus();
  }

  async #printAll() {
    const of = [
      Tiku.count(this.#found.length, "question"),
      ...Tiku.filters.about(Tiku.address.read()),
    ];
    this.#say("Laying out what is printed …");
    await this.#print.fill(this.#found, of.join(", "));
    this.#say(this.#counted());
    window.print();
  }
};

Tiku.run(new Tiku.Page().start());
