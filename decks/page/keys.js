"use strict";

/**
 * The keys: space turns the card, arrows go on and back, `/` searches, Escape clears. `can` has
 * what they do; a key that something on the page needs for itself is left alone.
 */
Tiku.keys = (can) => {
  const isTyping = (target) => target.matches?.("input:not([type=checkbox]), select, textarea");
  const isPressed = (target) =>
    target.closest?.("button, summary, input, audio, video, [role=button]");

  const actionOf = (key, target) => {
    if (key === "Escape") return target.matches?.("select") ? null : can.clear;
    if (isTyping(target)) return null;
    if (key === "/") return can.search;
    if (key === " ") return isPressed(target) ? null : can.flip;
    if (key === "ArrowRight") return can.next;
    if (key === "ArrowLeft") return can.previous;
    if (!target.closest?.("#list")) return null;
    return { ArrowDown: can.next, ArrowUp: can.previous }[key];
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.defaultPrevented) return;
    const isCards = Tiku.address.read().view === "cards";
    const isPrint = (event.ctrlKey || event.metaKey) && event.key === "p";
    if ((event.ctrlKey || event.metaKey) && !isPrint) return;
    const action = isPrint ? can.print : actionOf(event.key, event.composedPath()[0]);
    if (!action || (!isCards && action !== can.search)) return;
    event.preventDefault();
    action();
  });
};
