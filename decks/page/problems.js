"use strict";

/** Show a problem: what is wrong and what to do, where, and its code. */
Tiku.problem = ([code, severity, path, line, what, remedy]) => {
  const { el } = Tiku;
  return el(
    "li",
    { class: severity },
    el(
      "p",
      {},
      el("strong", {}, severity === "error" ? "Error: " : "Warning: "),
      `${what}; ${remedy}`,
    ),
    el(
      "p",
      { class: "meta" },
      el("code", {}, line ? `${path}:${line}` : path || "all sources"),
      ` ${code}`,
    ),
  );
};

/** All problems, file by file; each leads to the question that it concerns. */
Tiku.problems = async (wanted, go) => {
  const { el } = Tiku;
  const { count, errors, parts, files } = Tiku.bank.problems;
  const head = el("h2", { id: "problems-title" }, "Problems");
  if (!count) return [head, el("p", { class: "lead" }, "None were found.")];
  const among = errors ? `, ${Tiku.count(errors, "error")} among them` : "";
  const about = `${Tiku.count(count, "problem")} in ${Tiku.count(files, "file")}${among}.`;
  const page = Math.min(wanted, parts - 1);
  const rows = await Tiku.data.load(`problems-${page + 1}`);
  const groups = new Map();
  for (const row of rows) groups.set(row[2], [...(groups.get(row[2]) ?? []), row]);
  const blocks = [...groups].map(([path, found]) =>
    el(
      "section",
      { class: "file" },
      el("h3", {}, path || "All sources"),
      el("ul", { class: "problems" }, found.map(Tiku.problemWithItems)),
    ),
  );
  const pager = el(
    "nav",
    { class: "pager", "aria-label": "Pages of problems" },
    Tiku.pager(page, parts, go),
  );
  return [head, el("p", { class: "lead" }, about), ...blocks, pager];
};

Tiku.problemWithItems = (row) => {
  const made = Tiku.problem(row);
  const ids = row.slice(6);
  if (ids.length) {
    const links = ids.map((id) =>
      Tiku.el("a", { href: Tiku.address.link({ id }, { isNew: true }) }, "Show the question"),
    );
    made.append(Tiku.el("p", { class: "meta" }, links));
  }
  return made;
};
