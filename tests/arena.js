// What the arena of tests/attacks.py does within its page.
(() => {
  const BASIC = ["pointerover", "mouseover", "focus", "toggle", "animationstart"];
  const ALL = `${BASIC.join(" ")} error load loadstart pageshow hashchange pointerenter mouseenter blur
    beforetoggle animationend transitionend start close wheel scroll contextmenu dblclick copy paste
    cut dragstart input beforeinput keydown submit begin`.split(/\s+/);

  // Where a vector calls for attention it ends up here, whichever frame it runs in.
  for (const name of ["alert", "confirm", "prompt", "print", "open"])
    Object.defineProperty(window, name, { value: () => window.tikuRan(window.name || name) });

  // A form whose inputs are named after methods hides those from whoever asks the form for them.
  const names = (element) => Element.prototype.getAttributeNames.call(element);
  const value = (element, name) => Element.prototype.getAttribute.call(element, name);
  const fire = (element, event) => EventTarget.prototype.dispatchEvent.call(element, event);
  const how = { bubbles: true, cancelable: true };

  // A learner may follow a link; the arena does not, unless that would run something.
  const stay = (event) => {
    const link = event.target.closest?.("a[href]");
    if (link && /^(https?|mailto):$/.test(link.protocol)) event.preventDefault();
  };

  const provoke = (root) => {
    root.addEventListener("click", stay, true);
    for (const element of root.querySelectorAll("*")) {
      const handles = names(element).some((name) => /^on/i.test(name));
      for (const name of handles ? ALL : BASIC) fire(element, new Event(name, how));
      if (handles && typeof element.focus === "function") element.focus(); // which takes a layout
      fire(element, new MouseEvent("click", how));
    }
  };

  const FORBIDDEN = `script style link meta base iframe frame frameset object embed applet form input
    button select textarea keygen isindex template noscript xmp plaintext noembed noframes title svg
    math marquee track picture portal dialog map area image anki-mathjax
    bgsound body head html`.split(/\s+/);
  const LINKS = "href src action formaction xlink:href srcset background poster data cite ping".split(" ");

  const faults = function* (element) {
    const tag = element.tagName.toLowerCase();
    if (FORBIDDEN.includes(tag)) yield `<${tag}>`;
    for (const name of names(element)) {
      const given = value(element, name);
      const seen = `${tag}[${name}="${given}"]`;
      if (/^on|^(id|name|srcset|ping|background|autofocus|tabindex)$/i.test(name)) yield seen;
      else if (name === "style" && [...element.style].some((each) => each !== "text-align")) yield seen;
      else if (LINKS.includes(name) && !isHarmless(tag, given)) yield seen;
    }
  };

  const HERE = "http://127.0.0.1:9/";
  const isHarmless = (tag, url) => {
    if (!URL.canParse(url, HERE)) return true; // a browser asks for nothing then
    const to = new URL(url, HERE);
    if (["img", "audio", "video", "source"].includes(tag))
      return to.href.startsWith(HERE);
    return /^(https?|mailto):$/.test(to.protocol);
  };

  const parsed = (html) => new DOMParser().parseFromString(`<body><p>${html}`, "text/html").body;

  // Anki's editor reads and writes the HTML of a field again: it must not turn into something else.
  const suspect = (html) => {
    const body = parsed(html);
    const found = [];
    for (let round = 0; round < 3; round++) {
      if (names(body).length) found.push("attributes of <body>");
      for (const element of body.querySelectorAll("*")) found.push(...faults(element));
      body.innerHTML = body.innerHTML;
    }
    return found;
  };

  // A formula starts in text that no tag but <wbr> breaks up, and not in code; MathJax, and Anki in
  // texts with gaps, may see what follows without its tags.
  const REACHING = /\\(href|style|class|cssId|mmlToken|includegraphics|bbox|unicode)(?![a-z])/i;
  const formulas = (html) => {
    const body = parsed(html);
    for (const each of body.querySelectorAll("wbr, code:not([class*=mathjax])")) each.remove();
    body.normalize();
    const walk = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    let found = "";
    while (walk.nextNode())
      found += found ? walk.currentNode.data : walk.currentNode.data.match(/\\[(\[][^]*/)?.[0] ?? "";
    return REACHING.test(found) ? [found] : [];
  };

  const frames = () => [...document.querySelectorAll("iframe")].flatMap((frame) => frame.contentDocument || []);
  const rest = () => new Promise((done) => setTimeout(done, 100));

  window.tikuArena = {
    suspect: (pieces) => pieces.flatMap(suspect),
    formulas: (pieces) => pieces.flatMap(formulas),
    provoke: async () => {
      await rest();
      provoke(document);
      frames().forEach(provoke);
      await rest();
    },
  };
})();
