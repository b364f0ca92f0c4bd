// Listens to `tiku watch --serve`: reloads the page when its outputs have changed, and shows the
// errors of the last build on top of it. It is only ever served, and is part of no output.
(() => {
  "use strict";

  const KEPT = "tiku.scroll";
  const PATIENCE = 3000; // milliseconds
  const STYLE = `
    div {
      position: fixed; inset: 0 0 auto; z-index: 2147483647; box-sizing: border-box;
      color-scheme: light dark; color: #5c0011; background: #fff1f0;
      border-bottom: 3px solid #cf1322; box-shadow: 0 2px 12px #0006;
      font: 16px/1.5 system-ui, sans-serif; text-align: start;
    }
    summary { padding: .6em 1em; font-weight: 700; cursor: pointer; }
    ul {
      max-height: 40vh; overflow: auto; margin: 0; padding: 0 1em .8em 2.4em;
      font: 14px/1.5 ui-monospace, Menlo, Consolas, monospace;
    }
    li { overflow-wrap: anywhere; }
    @media (prefers-color-scheme: dark) {
      div { color: #ffdfdc; background: #34100f; border-color: #ff7875; }
    }
    @media print { div { display: none; } }
  `;

  const { version } = document.currentScript.dataset;
  let host = null;
  let source = null;

  function listen() {
    source = new EventSource("/.tiku/events");
    source.addEventListener("message", ({ data }) => {
      const state = JSON.parse(data);
      if (state.version !== version) {
        reload();
      } else {
        show(state.errors);
      }
    });
  }

  // A browser opens few connections to one place, so a page that nobody sees keeps none.
  function follow() {
    if (document.visibilityState === "hidden") {
      source?.close();
      source = null;
    } else if (!source) {
      listen();
    }
  }

  function reload() {
    source.close();
    sessionStorage.setItem(KEPT, JSON.stringify([scrollX, scrollY]));
    location.reload();
  }

  // A page may still grow after it is loaded, and only then be long enough.
  function restore() {
    const kept = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    if (kept) {
      const [x, y] = JSON.parse(kept);
      const growth = new ResizeObserver(() => {
        scrollTo(x, y);
        if (scrollY >= Math.floor(y)) {
          growth.disconnect();
        }
      });
      growth.observe(document.body);
      setTimeout(() => growth.disconnect(), PATIENCE);
    }
  }

  // The page moves down by as much as the panel takes, also when that folds.
  const room = new ResizeObserver(([{ target }]) => {
    document.documentElement.style.paddingTop = `${target.getBoundingClientRect().height}px`;
  });

  function show(errors) {
    host?.remove();
    room.disconnect();
    document.documentElement.style.paddingTop = "";
    host = errors.length ? panel(errors) : null;
    if (host) {
      document.body.append(host);
      room.observe(host.shadowRoot.firstElementChild);
    }
  }

  // In a tree of its own, so that neither the styles of the page nor its policy reach it.
  function panel(errors) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    const outer = document.createElement("div");
    const inner = outer.attachShadow({ mode: "open" });
    inner.adoptedStyleSheets = [sheet];
    const alert = inner.appendChild(document.createElement("div"));
    alert.setAttribute("role", "alert");
    const details = alert.appendChild(document.createElement("details"));
    details.open = true;
    const count = errors.length === 1 ? "1 error" : `${errors.length.toLocaleString("en")} errors`;
    details.appendChild(document.createElement("summary")).textContent =
      `${count} in the last build`;
    const list = details.appendChild(document.createElement("ul"));
    list.tabIndex = 0;
    for (const error of errors) {
      list.appendChild(document.createElement("li")).textContent = error;
    }
    return outer;
  }

  addEventListener("load", restore);
  document.addEventListener("visibilitychange", follow);
  follow();
})();
