"use strict";
const known = JSON.parse(document.getElementById("data").textContent);
const at = (id) => document.getElementById(id);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
let latest = 0;

function say(text, errors = []) {
  at("said").textContent = text;
  at("errors").replaceChildren(...errors.map((error) => Object.assign(document.createElement("li"), { textContent: error.detail })));
}

function query(file, type) {
  const asked = new URLSearchParams();
  if (at("profile").value) asked.set("profile", at("profile").value);
  if (at("as-of").value) asked.set("as-of", at("as-of").value);
  if (type === known.endings[".ndjson"]) {
    const named = known.recordTypes.find((kind) => new RegExp(`^${kind}[._-]`).test(file.name));
    const kind = at("record-type").value || named;
    if (kind) asked.set("record-type", kind);
  }
  return asked.size ? `?${asked}` : "";
}

async function check(file) {
  const mine = ++latest;
  at("report").hidden = at("save").hidden = true;
  const ending = Object.keys(known.endings).find((end) => file.name.toLowerCase().endsWith(end));
  if (!ending) return say(fill(known.words.kind, { kinds: Object.keys(known.endings).join(", ") }));
  if (file.size > known.maxBody) return say(known.words.large);
  say(fill(known.words.checking, { name: file.name }));
  const type = known.endings[ending];
  try {
    const answer = await fetch(`/v1/validate${query(file, type)}`, {
      method: "POST",
      body: file,
      headers: { "Content-Type": type, Accept: "text/html", "Accept-Language": known.lang },
    });
    if (!answer.ok) {
      const problem = await answer.json();
      if (mine === latest) say(`${problem.title}${known.words.colon}${problem.detail}`, (problem.errors || []).slice(1));
      return;
    }
    const report = await answer.text();
    if (mine !== latest) return;
    say(fill(known.words.done, { name: file.name, verdict: known.words[answer.headers.get("Zhucun-Verdict")] }));
    at("report").srcdoc = report;
    if (at("save").href) URL.revokeObjectURL(at("save").href);
    at("save").href = URL.createObjectURL(new Blob([report], { type: "text/html" }));
    at("report").hidden = at("save").hidden = false;
  } catch {
    if (mine === latest) say(known.words.lost);
  }
}

at("form").addEventListener("submit", (event) => event.preventDefault());
at("file").addEventListener("change", () => {
  if (at("file").files.length) check(at("file").files[0]);
});
for (const name of ["dragover", "dragleave", "drop"]) {
  addEventListener(name, (event) => {
    event.preventDefault();
    at("drop").classList.toggle("over", name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) check(event.dataTransfer.files[0]);
  });
}
