"use strict";
// draws the list of findings from the data in the page; everything is set as text, nothing as markup
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const by = (id) => document.getElementById(id);
  const STEP = 200, PRINTED = 5000;
  const body = by("rows"), form = by("filters");
  let lang = by("en").checked ? 1 : 0, shown = STEP;

  const where = (f) => (form.elements.county && data.counties[f[9]] ? data.counties[f[9]][lang] : "");
  const text = (f) => [where(f), data.rules[f[1]][0], f[3], f[4], f[5 + lang], data.types[f[2]][1 + lang]].join("\n").toLowerCase();
  const chosen = () => {
    const value = (name) => form.elements[name].value, words = value("text").toLowerCase().split(/\s+/).filter(Boolean);
    return data.findings.filter((f) =>
      (value("severity") === "" || f[0] === Number(value("severity"))) &&
      (value("rule") === "" || f[1] === Number(value("rule"))) &&
      (value("type") === "" || f[2] === Number(value("type"))) &&
      (!form.elements.county || value("county") === "" || f[9] === Number(value("county"))) &&
      (value("place") === "" || f[7] === Number(value("place"))) &&
      (words.length === 0 || ((t) => words.every((w) => t.includes(w)))(text(f))));
  };
  const add = (parent, name, content, kind) => {
    const node = parent.appendChild(document.createElement(name));
    if (content) node.textContent = content;
    if (kind) node.className = kind;
    return node;
  };
  const row = (f) => {
    const tr = document.createElement("tr");
    add(add(tr, "td"), "span", data.severities[f[0]][1 + lang], "chip " + data.severities[f[0]][0]);
    add(tr, "td", data.rules[f[1]][0], "code");
    const record = add(tr, "td", data.types[f[2]][1 + lang]);
    if (f[3]) add(record, "small", f[3], "code");
    add(tr, "td", f[4]);
    const said = add(tr, "td", f[5 + lang]);
    const note = data.notes[f[8]][lang];
    if (note) add(said, "small", note);
    return tr;
  };
  const draw = (limit) => {
    const found = chosen(), part = document.createDocumentFragment();
    for (const f of found.slice(0, limit)) part.appendChild(row(f));
    body.replaceChildren(part);
    by("count").textContent = data.words.count[lang].replace("{shown}", Math.min(limit, found.length)).replace("{n}", found.length);
    by("more").hidden = found.length <= limit;
  };
  const options = (name, entries) => {
    const select = form.elements[name], before = select.value;
    select.replaceChildren(new Option(data.words.all[lang], ""));
    entries.forEach((entry, n) => { if (entry !== null) select.add(new Option(entry, n)); });
    select.value = before;
  };
  const label = () => {
    document.documentElement.lang = lang ? "en" : "zh";
    document.title = data.words.title[lang];
    if (!body) return;
    options("severity", data.severities.map((s) => (s[3] ? `${s[1 + lang]} (${s[3]})` : null)));
    options("rule", data.rules.map((r) => `${r[0]} ${r[1 + lang]}`.trim()));
    options("type", data.types.map((t) => t[1 + lang]));
    if (form.elements.county) options("county", data.counties.map((c) => c[lang]));
    options("place", data.places.map((p) => p || data.words.batch[lang]));
    form.elements.text.placeholder = data.words.search[lang];
    draw(shown);
  };
  const table = () => {
    const cell = (v) => `"${String(v).replace(/^[=+\-@\t\r]/, "'$&").replace(/"/g, '""')}"`;
    const lines = [data.words.columns[lang]].concat(chosen().map((f) =>
      [data.severities[f[0]][1 + lang], data.rules[f[1]][0], data.types[f[2]][1 + lang], f[3] || "", f[4], f[5 + lang]]));
    return "\ufeff" + lines.map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
  };
  for (const id of ["zh", "en"]) by(id).addEventListener("change", () => { lang = by("en").checked ? 1 : 0; label(); });
  label();
  if (!body) return;
  form.addEventListener("input", () => { shown = STEP; draw(shown); });
  form.addEventListener("submit", (e) => e.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { shown = STEP; draw(shown); }));
  by("more").addEventListener("click", () => { shown += 5 * STEP; draw(shown); });
  by("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([table()], { type: "text/csv" }));
    link.download = "findings.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  });
  for (const button of document.querySelectorAll("button[data-rule]")) button.addEventListener("click", () => {
    form.reset();
    form.elements.rule.value = button.dataset.rule;
    shown = STEP;
    setTimeout(() => { form.elements.rule.value = button.dataset.rule; draw(shown); by("list").scrollIntoView(); });
  });
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details.rule:not([open])")];
    for (const d of closed) d.open = true;
    draw(PRINTED);
  });
  addEventListener("afterprint", () => { for (const d of closed) d.open = false; draw(shown); });
  form.hidden = false;
  for (const node of document.querySelectorAll(".scripted")) node.hidden = false;
  for (const node of document.querySelectorAll(".unscripted")) node.hidden = true;
})();
