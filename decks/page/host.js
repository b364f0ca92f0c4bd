"use strict";

/**
 * Make of a card's HTML nodes that may be shown: media from `media/`, links that lead out, and no
 * script, for what a template's script does the page does with `tikuCard`.
 */
Tiku.nodes = (() => {
  // A tag as a whole, so that what stands in an attribute is left alone.
  const COMMAND = /<(?:"[^"]*"|'[^']*'|[^>"'])*>|\[sound:([^\]<>]*)\]|\[\[type:([^\]<>]*)\]\]/g;

  const player = (name) => {
    const kind = /\.(?:avi|m4v|mkv|mov|mp4|mpe?g|ogv|webm)$/i.test(name) ? "video" : "audio";
    return `<${kind} controls preload="none" src="${name.replaceAll('"', "&quot;")}"></${kind}>`;
  };

  const commands = (html, { isFront, expected }) =>
    html.replace(COMMAND, (whole, sound, typed) => {
      if (sound !== undefined) return player(sound);
      if (typed === undefined) return whole;
      return isFront
        ? '<input type="text" class="typeans" aria-label="Your answer" autocomplete="off">'
        : `<span class="typeans">${expected(typed)}</span>`;
    });

  const isRelative = (address) => !/^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(address);

  return (html, how) => {
    const inert = document.createElement("template");
    inert.innerHTML = commands(html, how);
    for (const script of inert.content.querySelectorAll("script")) script.remove();
    for (const media of inert.content.querySelectorAll("[src]")) {
      const address = media.getAttribute("src");
      if (isRelative(address)) media.setAttribute("src", `media/${address}`);
    }
    for (const link of inert.content.querySelectorAll("a[href]")) {
      if (/^(?:https?|mailto):/i.test(link.getAttribute("href"))) {
        link.target = "_blank";
        link.rel = "noopener noreferrer";
      } else link.removeAttribute("href"); // it leads nowhere in Anki either
    }
    return document.importNode(inert.content, true);
  };
})();

/** Give the cards of an item, ready to be shown. */
Tiku.cardsOf = (item) => {
  const type = Tiku.bank.types[item.type ?? 0];
  const expected = (name) => item.fields[type.fields.indexOf(name.split(":").at(-1))] ?? "";
  return Tiku.templates.cards(type, item).map(({ name, front, back }) => ({
    name,
    html: { front, back },
    front: () => Tiku.nodes(front, { isFront: true, expected }),
    back: () => Tiku.nodes(back, { isFront: false, expected }),
  }));
};

/**
 * Shows cards in a tree of their own, so that the card's style and the page's do not touch.
 * Each card is in a container such as Anki's body: `card`, and `nightMode` when it is dark.
 */
Tiku.CardHost = class {
  #root;
  #isPrinted;
  #shown = [];

  constructor(host, { isPrinted = false } = {}) {
    this.#root = host.attachShadow({ mode: "open" });
    this.#isPrinted = isPrinted;
    const styles = isPrinted ? ["card.css", "print.css"] : ["card.css", "shown.css"];
    this.#root.append(
      ...styles.map((name) => Tiku.el("link", { rel: "stylesheet", href: `page/${name}` })),
    );
    document.addEventListener("tiku-theme", () => this.#theme());
  }

  /** Show some cards in place of those before. */
  show(all) {
    for (const old of this.#shown) old.remove();
    this.#shown = all.map((nodes) => Tiku.el("div", { class: "card card1" }, nodes));
    this.#theme();
    this.#root.append(...this.#shown);
    if (this.#isPrinted) return; // nothing to pick or to reveal on paper
    for (const card of this.#shown) window.tikuCard?.(card);
  }

  #theme() {
    const isDark = Tiku.theme.isDark() && !this.#isPrinted;
    for (const card of this.#shown) {
      card.classList.toggle("nightMode", isDark);
      card.classList.toggle("night_mode", isDark);
    }
  }
};
