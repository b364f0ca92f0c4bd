"use strict";

/** All that the scripts of this page share. */
const Tiku = {};

/** Remember small choices of a reader; for this visit only where a browser keeps nothing. */
Tiku.memory = (() => {
  const visit = new Map();
  const store = (use) => {
    try {
      return use(window.localStorage);
    } catch {
      return null; // storage is blocked or full: `visit` still has it
    }
  };
  return {
    get: (key) => visit.get(key) ?? store((kept) => kept.getItem(key)),
    set: (key, value) => {
      visit.set(key, value);
      store((kept) => kept.setItem(key, value));
    },
  };
})();

/** Light or dark, as the system says or the reader. Runs before the body is shown. */
Tiku.theme = (() => {
  const key = "tiku-theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const choices = ["system", "light", "dark"];
  const choice = () => {
    const kept = Tiku.memory.get(key);
    return choices.includes(kept) ? kept : "system";
  };
  const isDark = () => (choice() === "system" ? system.matches : choice() === "dark");
  const apply = () => {
    document.documentElement.dataset.theme = isDark() ? "dark" : "light";
    document.dispatchEvent(new Event("tiku-theme"));
  };
  system.addEventListener("change", apply);
  apply();
  return {
    choice,
    isDark,
    choose: (value) => {
      Tiku.memory.set(key, value);
      apply();
    },
  };
})();
