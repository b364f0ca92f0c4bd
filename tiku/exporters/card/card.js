// What a card does beyond being read: options can be picked, and shuffled where the author asks
// for it; points can be shown one by one. Without JavaScript all of it is there to read.
// Two braces must not meet in this file: Anki would take them for a field.
(function () {
  "use strict";

  // What was picked, and in which order, goes from the front of a card to its back.
  var kept = window.tikuKept = window.tikuKept || Object.create(null);

  function recall(id) {
    if (kept[id]) return kept[id];
    try {
      return JSON.parse(sessionStorage.getItem("tiku:" + id)) || null;
    } catch (error) {
      return null; // some programs keep no storage for cards
    }
  }

  function remember(id, state) {
    kept[id] = state;
    try {
      sessionStorage.setItem("tiku:" + id, JSON.stringify(state));
    } catch (error) {
      return; // as above: the window remembers
    }
  }

  function labelOf(choice) {
    return choice.querySelector(".label").textContent.replace("✓", "").trim();
  }

  function shuffled(labels) {
    var order = labels.slice();
    for (var n = order.length - 1; n > 0; n--) {
      var other = Math.floor(Math.random() * (n + 1));
      var moved = order[n];
      order[n] = order[other];
      order[other] = moved;
    }
    return order;
  }

  function arrange(list, choices, order) {
    order.forEach(function (label) {
      choices.forEach(function (choice) {
        if (labelOf(choice) === label) list.appendChild(choice);
      });
    });
  }

  function ask(card, list, choices) {
    var id = card.dataset.id;
    var labels = choices.map(labelOf);
    var order = card.classList.contains("shuffle") ? shuffled(labels) : labels;
    var state = { order: order, picked: [] };
    arrange(list, choices, order);
    remember(id, state);
    choices.forEach(function (choice) {
      choice.setAttribute("role", "button");
      choice.setAttribute("tabindex", "0");
      choice.setAttribute("aria-pressed", "false");
      function pick(event) {
        if (event.target.closest("a, summary, audio, video")) return;
        var isPicked = choice.classList.toggle("picked");
        choice.setAttribute("aria-pressed", String(isPicked));
        state.picked = choices.filter(function (each) {
          return each.classList.contains("picked");
        }).map(labelOf);
        remember(id, state);
      }
      choice.addEventListener("click", pick);
      choice.addEventListener("keydown", function (event) {
        if (event.key !== "Enter" && event.key !== " ") return;
        if (event.target !== choice) return;
        event.preventDefault();
        event.stopPropagation();
        pick(event);
      });
    });
  }

  function tell(card, list, choices) {
    var state = recall(card.dataset.id);
    if (!state) return;
    arrange(list, choices, state.order);
    choices.forEach(function (choice) {
      if (state.picked.indexOf(labelOf(choice)) >= 0) choice.classList.add("picked");
    });
  }

  function reveal(answer) {
    var points = Array.prototype.slice.call(
      answer.querySelectorAll(":scope > ul > li, :scope > ol > li")
    );
    if (points.length < 2) return;
    points.forEach(function (point) { point.hidden = true; });
    var more = document.createElement("button");
    var shown = 0;
    more.type = "button";
    more.className = "more";
    function next() {
      if (shown) points[shown - 1].hidden = false;
      more.textContent = "Show point " + (shown + 1) + " of " + points.length;
      if (shown === points.length) more.remove();
      shown += 1;
    }
    more.addEventListener("click", next);
    answer.appendChild(more);
    next();
  }

  // What is wider than a phone scrolls by itself, and so must be reached by the keyboard.
  function letScroll(card) {
    card.querySelectorAll("pre, table, .math.display").forEach(function (part) {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    });
  }

  window.tikuCard = function (root) {
    var card = root.querySelector(".tiku");
    if (!card) return;
    letScroll(card);
    var list = card.querySelector(".choices");
    var isBack = Boolean(card.querySelector("#answer"));
    if (list) {
      var choices = Array.prototype.slice.call(list.querySelectorAll(":scope > .choice"));
      (isBack ? tell : ask)(card, list, choices);
    }
    var answer = card.querySelector(".answer");
    if (answer && isBack && card.classList.contains("reveal")) reveal(answer);
  };

  window.tikuCard(document);
})();
