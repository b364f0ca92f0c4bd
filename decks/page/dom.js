"use strict";

/** Make an element. Children that are strings become text, never HTML. */
Tiku.el = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined)
      made.setAttribute(key, value);
  }
  made.append(...children.flat().filter(Boolean));
  return made;
};

/** Find an element of the page by its id. */
Tiku.at = (id) => document.getElementById(id);

/**
 * Wait for something, and tell the reader if it fails. A browser may keep from a page what fails in
 * scripts from disk, so every handler that starts something goes through this.
 */
Tiku.run = (promise) =>
  promise.catch((error) => {
    Tiku.at("failure").replaceChildren(`This page cannot go on: ${error.message}. Build it again.`);
    Tiku.at("failure").hidden = false;
  });

/** Write a path such as `a::b`, which may break after each of its parts. */
Tiku.path = (path) =>
  path.split("::").flatMap((part, n) => (n ? ["::", Tiku.el("wbr"), part] : [part]));

/** Write a number with its thousands apart. */
Tiku.number = (value) => value.toLocaleString("en");

/** Write a number and what it counts. */
Tiku.count = (value, one, many = `${one}s`) => `${Tiku.number(value)} ${value === 1 ? one : many}`;

/** Write a time in seconds since 1970. */
Tiku.time = (seconds) =>
  `${new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** Make the links from page to page of a long list; `go` is called with a page from 0. */
Tiku.pager = (page, pages, go) => {
  if (pages < 2) return [];
  const button = (label, to) =>
    Tiku.el(
      "button",
      { type: "button", disabled: to < 0 || to >= pages, onclick: () => go(to) },
      label,
    );
  const place = Tiku.el("span", {}, `${Tiku.number(page + 1)} of ${Tiku.number(pages)}`);
  return [button("Previous page", page - 1), place, button("Next page", page + 1)];
};

/** The names of what may be said of a question. */
Tiku.KINDS = new Map([
  ["open", "Open"],
  ["choice", "Choice"],
  ["cloze", "Cloze"],
  ["question-only", "No answer yet"],
]);
Tiku.MARKS = new Map([
  ["conflict", "In conflict"],
  ["alike", "Perhaps the same"],
  ["same", "Merged"],
  ["different", "Common phrase"],
  ["new", "New"],
  ["changed", "Changed"],
]);
