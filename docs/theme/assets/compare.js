// Compares two profiles from the data in the page. No dependency, no request.
(function () {
  "use strict";
  var source = document.getElementById("zc-data");
  if (!source) return;
  var data = JSON.parse(source.textContent);
  var words = data.words;
  var a = document.getElementById("zc-a"), b = document.getElementById("zc-b"), only = document.getElementById("zc-only");
  var out = document.getElementById("zc-result");
  var ids = Object.keys(data.profiles);

  function esc(s) { return String(s).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;"); }

  function rows(kind, list) {
    var left = esc(data.profiles[a.value].title), right = esc(data.profiles[b.value].title);
    if (!list.length) return "<p>" + words.same + "</p>";
    return '<div class="zc-table zc-stack"><table class="zc"><thead><tr><th>' + kind + "</th><th>" + left + "</th><th>" + right + "</th></tr></thead><tbody>" +
      list.map(function (r) {
        return '<tr class="' + (r[1] === r[2] ? "" : "zc-differs") + '"><td data-label="' + kind + '"><div>' + r[0] + '</div></td><td data-label="' + left + '"><div>' +
          (r[1] || words.absent) + '</div></td><td data-label="' + right + '"><div>' + (r[2] || words.absent) + "</div></td></tr>";
      }).join("") + "</tbody></table></div>";
  }

  function keep(r) { return !only.checked || r[1] !== r[2]; }
  function some(r) { return r[1] || r[2]; }

  function show() {
    var p = data.profiles[a.value], q = data.profiles[b.value], html = "";
    html += rows("", words.facts.map(function (w, i) { return [w, esc(p.facts[i]), esc(q.facts[i])]; }));
    html += "<h2>" + words.parameters + "</h2>" + rows(words.parameter, Object.keys(data.parameters).map(function (k) {
      return [esc(data.parameters[k]), p.parameters[k] || "", q.parameters[k] || ""];
    }).filter(some).filter(keep));
    Object.keys(data.tables).forEach(function (t) {
      var x = (p.tables[t] || []).map(String), y = (q.tables[t] || []).map(String);
      var join = function (list, marks, other) {
        return list.map(function (r, i) { return other.indexOf(r) >= 0 && only.checked ? "" : '<div class="zc-row">' + marks[i][0] + " " + marks[i][1] + "</div>"; }).join("");
      };
      var l = join(x, p.tables[t] || [], y), r = join(y, q.tables[t] || [], x);
      if (l || r) html += "<h2>" + esc(data.tables[t]) + "</h2>" + rows("", [["", l, r]]);
    });
    html += "<h2>" + words.rules + "</h2>" + rows(words.rule, Object.keys(data.rules).map(function (id) {
      var link = '<a href="../../rules/' + id + '/">' + id + "</a> " + esc(data.rules[id]);
      return [link, p.rules.indexOf(id) >= 0 ? words.runs : "", q.rules.indexOf(id) >= 0 ? words.runs : ""];
    }).filter(some).filter(keep));
    out.innerHTML = html;
    history.replaceState(null, "", "?a=" + a.value + "&b=" + b.value);
  }

  var query = new URLSearchParams(location.search);
  a.value = ids.indexOf(query.get("a")) >= 0 ? query.get("a") : ids[0];
  b.value = ids.indexOf(query.get("b")) >= 0 ? query.get("b") : ids[1] || ids[0];
  [a, b, only].forEach(function (e) { e.addEventListener("change", show); });
  show();
})();
