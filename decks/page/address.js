"use strict";

/**
 * The address after `#` says what is shown: the view, the filters, and the question. Everything
 * that changes it goes through here, and everything that is shown follows from it.
 */
Tiku.address = (() => {
  const FILTERS = ["q", "deck", "tag", "kind", "mark"];
  const VIEWS = ["cards", "repeats", "problems", "statistics"];

  /** Read the address: texts are empty where it says nothing. */
  const read = () => {
    const found = new URLSearchParams(location.hash.slice(1));
    const names = [...FILTERS, "id", "verdict", "of"];
    const texts = Object.fromEntries(names.map((name) => [name, found.get(name) ?? ""]));
    return {
      ...texts,
      view: VIEWS.includes(found.get("view")) ? found.get("view") : VIEWS[0],
      page: Math.max(0, Number.parseInt(found.get("page"), 10) || 0),
    };
  };

  /** Give the address that changes some of what is shown; with `isNew` it forgets the rest. */
  const link = (changes, { isNew = false } = {}) => {
    const made = new URLSearchParams(isNew ? "" : location.hash.slice(1));
    for (const [name, value] of Object.entries(changes)) {
      if (value === "") made.delete(name);
      else made.set(name, value);
    }
    return `#${made}`;
  };

  /** Go there; without `isKept` the place before is not one to come back to. */
  const go = (changes, { isKept = true, isNew = false } = {}) => {
    const target = link(changes, { isNew });
    if (isKept) location.hash = target;
    else location.replace(target);
  };

  return { FILTERS, VIEWS, read, link, go };
})();
