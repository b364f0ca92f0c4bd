"use strict";

/** The controls that say what is looked for: the search and the filters. */
Tiku.filters = (() => {
  const { FILTERS, go } = Tiku.address;
  const control = (name) => Tiku.at(name === "q" ? "query" : name);
  const chosen = FILTERS.slice(1);

  const option = (value, label, count) => {
    const text = count === undefined ? label : `${label} (${Tiku.number(count)})`;
    return Tiku.el("option", { value }, text);
  };

  /** Make options of paths, each set in below the one above it. */
  const tree = (paths) =>
    paths.map(([path, count]) => {
      const parts = path.split("::");
      return option(path, "\u2003".repeat(parts.length - 1) + parts.at(-1), count);
    });

  const group = (label, options) => options.length > 0 && Tiku.el("optgroup", { label }, options);

  const marks = ({ problems, clusters, statistics: { newest } }) =>
    [
      group(
        "Problems",
        [
          problems.codes.length > 0 && option("any", "Any problem", problems.items),
          ...problems.codes.map(([code, title, count]) => option(code, `${code} ${title}`, count)),
        ].filter(Boolean),
      ),
      group(
        "Repeats",
        clusters
          .filter(({ keys }) => keys.length)
          .map(({ verdict, title }) => option(verdict, title)),
      ),
      group(
        "Newest build",
        ["new", "changed"]
          .filter((mark) => newest[mark])
          .map((mark) => option(mark, Tiku.MARKS.get(mark), newest[mark])),
      ),
    ].filter(Boolean);

  /** Offer what the bank has, and go where the reader wants. */
  const start = (bank) => {
    const kinds = bank.kinds.map(([kind, count]) => option(kind, Tiku.KINDS.get(kind), count));
    const options = {
      deck: tree(bank.decks),
      tag: tree(bank.tags),
      kind: kinds,
      mark: marks(bank),
    };
    for (const name of chosen) {
      control(name).replaceChildren(option("", "All"), ...options[name]);
      control(name).addEventListener("change", (event) =>
        go({ [name]: event.target.value, id: "" }),
      );
    }
    control("q").addEventListener("input", (event) =>
      go({ q: event.target.value, id: "" }, { isKept: false }),
    );
    Tiku.at("search").addEventListener("submit", (event) => event.preventDefault());
    Tiku.at("clear").addEventListener("click", () => clear());
    Tiku.at("all").addEventListener("click", () => {
      Tiku.at("print").focus(); // this button is gone when all is shown
      control("q").value = "";
      go({ ...Object.fromEntries(FILTERS.map((name) => [name, ""])), id: "" });
    });
  };

  /** Show what the address says. */
  const follow = (state) => {
    for (const name of FILTERS) {
      const isBeingTyped = name === "q" && document.activeElement === control(name);
      if (!isBeingTyped) control(name).value = state[name];
    }
    Tiku.at("all").hidden = !FILTERS.some((name) => state[name]);
    const active = chosen.filter((name) => state[name]).length;
    Tiku.at("active").replaceChildren(active ? String(active) : "");
  };

  /** Clear the search, or if there is none, the filters. */
  const clear = () => {
    const isSearch = Tiku.address.read().q || control("q").value;
    control("q").value = "";
    go(
      isSearch
        ? { q: "", id: "" }
        : { ...Object.fromEntries(chosen.map((name) => [name, ""])), id: "" },
    );
  };

  /** Go to the search, from wherever the reader is. */
  const focus = () => {
    const { view } = Tiku.address.read();
    go({ id: "" }, { isNew: view !== "cards" });
    Tiku.show("cards", false);
    control("q").focus();
    control("q").select();
  };

  /** Say in words what is looked for. */
  const about = (state) =>
    FILTERS.filter((name) => state[name]).map(
      (name) => `${name === "q" ? "search" : name} “${state[name]}”`,
    );

  return { start, follow, clear, focus, about };
})();
