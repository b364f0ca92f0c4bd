"use strict";

/**
 * The address after `#` says what is shown: the view, the filters, and the question. Everything
 * that changes it goes through `Tiku.link`, and everything that is shown follows from it.
 */
Tiku.FILTERS = ["q", "deck", "tag", "kind", "mark"];

Tiku.state = () => {
  const found = new URLSearchParams(location.hash.slice(1));
  const names = [...Tiku.FILTERS, "id", "verdict"];
  const texts = Object.fromEntries(names.map((name) => [name, found.get(name) ?? ""]));
  const view = ["repeats", "problems", "statistics"].includes(found.get("view")) ? found.get("view") : "cards";
  const whole = (name) => Math.max(0, Number.parseInt(found.get(name), 10) || 0);
  return { ...texts, view, page: whole("page"), at: found.has("at") ? whole("at") : -1 };
};

/** Give the address that changes some of what is shown; with `isNew` it forgets the rest. */
Tiku.link = (changes, { isNew = false } = {}) => {
  const made = new URLSearchParams(isNew ? "" : location.hash.slice(1));
  for (const [name, value] of Object.entries(changes)) {
    if (value === "" || value === null) made.delete(name);
    else made.set(name, value);
  }
  return `#${made}`;
};

Tiku.Page = class {
  #list = new Tiku.List();
  #study = new Tiku.Study();
  #print = new Tiku.Print();
  #found = [];
  #asked = "";
  #shown = "";
  #position = -1;
  #isDone = false;

  async start() {
    const bank = await Tiku.data.start();
    Tiku.at("size").replaceChildren(Tiku.count(bank.size, "question"));
    this.#fillFilters(bank);
    this.#listen();
    await this.#follow();
  }

  // What is shown follows from the address

  async #follow() {
    const state = Tiku.state();
    document.body.dataset.view = state.view;
    this.#open(state.view === "cards" && state.id !== "");
    for (const link of document.querySelectorAll(".views a")) {
      if (link.dataset.view === state.view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    for (const view of ["cards", "repeats", "problems", "statistics"]) Tiku.at(view).hidden = view !== state.view;
    if (state.view === "cards") await this.#cards(state);
    else await this.#sheet(state);
  }

  /** On a phone a chosen card takes the place of the list. */
  #open(isChosen) {
    const was = document.body.classList.contains("chosen");
    document.body.classList.toggle("chosen", isChosen);
    if (was || !isChosen || Tiku.at("list").offsetParent) return;
    Tiku.at("study").focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  async #cards(state) {
    for (const name of Tiku.FILTERS) {
      const control = Tiku.at(name === "q" ? "query" : name);
      if (control.value !== state[name] && document.activeElement !== control) control.value = state[name];
    }
    const active = Tiku.FILTERS.slice(1).filter((name) => state[name]).length;
    Tiku.at("active").replaceChildren(active ? String(active) : "");
    const asked = JSON.stringify(Tiku.FILTERS.map((name) => state[name]));
    if (asked !== this.#asked) {
      this.#asked = asked;
      await this.#search(state, asked);
    } else await this.#choose(state.id);
  }

  async #search(state, asked) {
    this.#found = [];
    this.#isDone = false;
    const { size } = Tiku.bank;
    let drawn = -1;
    for await (const { found, looked } of Tiku.find(state)) {
      if (asked !== this.#asked) return; // the reader asks something else by now
      for (const position of found) this.#found.push(position);
      const percent = Math.floor((100 * looked) / size);
      if (percent === drawn) continue;
      this.#say(`${Tiku.count(this.#found.length, "question")} found, ${percent} % of the bank searched`);
      if (drawn < 0 || this.#found.length <= 2 * Tiku.List.SIZE) await this.#list.update(this.#found, drawn < 0);
      if (this.#found.length && this.#position !== this.#found[0] && !state.id) await this.#choose("");
      drawn = percent;
    }
    this.#isDone = true;
    await this.#list.update(this.#found, false);
    const all = this.#found.length === size;
    this.#say(all ? Tiku.count(size, "question") : `${Tiku.number(this.#found.length)} of ${Tiku.count(size, "question")}`);
    await this.#choose(Tiku.state().id);
  }

  /** Show a question: the one with an id, else the first that was found. */
  async #choose(id) {
    const position = id ? await Tiku.data.position(id) : (this.#found[0] ?? -1);
    if (Tiku.state().id !== id) return; // meanwhile another one was chosen
    this.#position = position;
    const [item, entry] = position < 0 ? [null, null] : await Promise.all([Tiku.data.item(position), Tiku.data.entry(position)]);
    if (this.#position !== position) return;
    this.#study.show(item, entry);
    await this.#list.mark(position);
    const place = Tiku.place(this.#found, position);
    const of = Tiku.number(this.#found.length);
    Tiku.at("position").replaceChildren(position < 0 ? "No question" : place < 0 ? "Not in the list" : `${Tiku.number(place + 1)} of ${of}`);
    Tiku.at("previous").disabled = place <= 0;
    Tiku.at("next").disabled = position < 0 || place === this.#found.length - 1;
    Tiku.at("back").setAttribute("href", Tiku.link({ id: "" }));
  }

  async #sheet(state) {
    const sheet = Tiku.at(state.view);
    const asked = JSON.stringify([state.view, state.verdict, state.page, state.at]);
    if (this.#shown === asked) return;
    const go = (page) => this.#go({ page: page || "", at: "" });
    const size = Tiku.bank.clusters[0][5];
    const page = state.at < 0 ? state.page : Math.floor(state.at / size);
    const make = { repeats: () => Tiku.repeats({ ...state, page }, go), problems: () => Tiku.problems(page, go), statistics: Tiku.statistics };
    const made = await make[state.view]();
    this.#shown = asked;
    sheet.replaceChildren(...made.filter(Boolean));
    const target = state.at < 0 ? null : Tiku.at(`${state.verdict}-${state.at}`);
    if (target) {
      target.scrollIntoView();
      target.focus();
    } else sheet.scrollTop = 0;
  }

  #say(text) {
    Tiku.at("found").replaceChildren(text);
  }

  // What the reader does changes the address

  #go(changes, { isKept = true, isNew = false } = {}) {
    const link = Tiku.link(changes, { isNew });
    if (isKept) location.hash = link;
    else location.replace(link);
  }

  #listen() {
    window.addEventListener("hashchange", () => Tiku.run(this.#follow()));
    Tiku.at("search").addEventListener("submit", (event) => event.preventDefault());
    Tiku.at("query").addEventListener("input", (event) => this.#go({ q: event.target.value, id: "" }, { isKept: false }));
    for (const name of Tiku.FILTERS.slice(1)) {
      Tiku.at(name).addEventListener("change", (event) => this.#go({ [name]: event.target.value, id: "" }));
    }
    Tiku.at("clear").addEventListener("click", () => this.#clear());
    Tiku.at("previous").addEventListener("click", () => this.#step(-1));
    Tiku.at("next").addEventListener("click", () => this.#step(1));
    Tiku.at("print").addEventListener("click", () => Tiku.run(this.#printAll()));
    Tiku.at("theme").value = Tiku.theme.choice();
    Tiku.at("theme").addEventListener("change", (event) => Tiku.theme.choose(event.target.value));
    document.addEventListener("keydown", (event) => this.#key(event));
    window.addEventListener("beforeprint", () => this.#print.clear(this.#found));
  }

  #key(event) {
    if (event.isComposing || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key === "p" && Tiku.state().view === "cards") {
        event.preventDefault();
        Tiku.run(this.#printAll());
      }
      return;
    }
    const target = event.composedPath()[0];
    const isTyping = target.matches?.("input:not([type=checkbox]), select, textarea");
    const isPressed = target.closest?.("button, summary, input, audio");
    const isListed = target.closest?.("#list");
    const actions = {
      Escape: () => !target.matches?.("select") && this.#clear(),
      "/": () => !isTyping && this.#focusSearch(),
      " ": () => !isTyping && !isPressed && this.#inCards(() => this.#study.flip()),
      ArrowRight: () => !isTyping && this.#inCards(() => this.#step(1)),
      ArrowLeft: () => !isTyping && this.#inCards(() => this.#step(-1)),
      ArrowDown: () => isListed && this.#inCards(() => this.#step(1)),
      ArrowUp: () => isListed && this.#inCards(() => this.#step(-1)),
    };
    if (actions[event.key]?.()) event.preventDefault();
  }

  #inCards(act) {
    if (Tiku.state().view !== "cards") return false;
    act();
    return true;
  }

  #focusSearch() {
    if (Tiku.state().view !== "cards") this.#go({}, { isNew: true });
    this.#go({ id: "" });
    Tiku.at("cards").hidden = false;
    document.body.classList.remove("chosen");
    Tiku.at("query").focus();
    Tiku.at("query").select();
    return true;
  }

  /** Clear the search, or if there is none, the filters. */
  #clear() {
    const state = Tiku.state();
    if (state.view !== "cards") return false;
    if (state.q || Tiku.at("query").value) {
      Tiku.at("query").value = "";
      this.#go({ q: "", id: "" });
    } else this.#go({ deck: "", tag: "", kind: "", mark: "", id: "" });
    return true;
  }

  #step(by) {
    const next = this.#found[Tiku.place(this.#found, this.#position) + by];
    if (next === undefined) return;
    Tiku.run(Tiku.data.entry(next).then(({ id }) => this.#go({ id }, { isKept: false })));
  }

  async #printAll() {
    const state = Tiku.state();
    const filters = Tiku.FILTERS.filter((name) => state[name]).map((name) => `${name === "q" ? "search" : name} “${state[name]}”`);
    const about = [Tiku.count(this.#found.length, "question"), ...filters].join(", ");
    this.#say("Laying out for print …");
    await this.#print.fill(this.#found, about);
    this.#say(about);
    window.print();
  }

  #fillFilters(bank) {
    const option = (value, label, count) => Tiku.el("option", { value }, count === undefined ? label : `${label} (${Tiku.number(count)})`);
    const tree = (paths) =>
      paths.map(([path, count]) => {
        const parts = path.split("::");
        return option(path, `${"\u2003".repeat(parts.length - 1)}${parts.at(-1)}`, count);
      });
    Tiku.at("deck").replaceChildren(option("", "All"), ...tree(bank.decks));
    Tiku.at("tag").replaceChildren(option("", "All"), ...tree(bank.tags));
    Tiku.at("kind").replaceChildren(option("", "All"), ...bank.kinds.map(([kind, count]) => option(kind, Tiku.KINDS.get(kind), count)));
    const group = (label, options) => (options.length ? [Tiku.el("optgroup", { label }, options)] : []);
    const { newest } = bank.statistics;
    Tiku.at("mark").replaceChildren(
      option("", "All"),
      ...group("Problems", bank.problems.codes.length ? [option("any", "Any problem", bank.problems.items), ...bank.problems.codes.map(([code, title, count]) => option(code, `${code} ${title}`, count))] : []),
      ...group("Repeats", bank.clusters.filter((kind) => kind[3]).map(([verdict, title]) => option(verdict, title))),
      ...group("Newest build", ["new", "changed"].filter((mark) => newest[mark]).map((mark) => option(mark, Tiku.MARKS.get(mark), newest[mark]))),
    );
    const counts = { repeats: bank.clusters.reduce((sum, kind) => sum + kind[3], 0), problems: bank.problems.count };
    for (const [view, count] of Object.entries(counts)) {
      document.querySelector(`[data-view=${view}] .count`).replaceChildren(count ? Tiku.number(count) : "");
    }
  }
};

Tiku.run(new Tiku.Page().start());
