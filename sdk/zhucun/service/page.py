"""The page on which a file is dropped. It holds all that it needs; its report is shown in a frame that may touch nothing else."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

from zhucun.reports.html import allowing, sources
from zhucun.service import asking
from zhucun.service.settings import MIB, Settings
from zhucun.standard import Standard
from zhucun.words import room


def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


_STYLE, _SCRIPT = _file("page.css"), _file("page.js")

#: What the page may do: run and show what is written in it, ask this server, and show a report, which holds its own style and script.
POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src {' '.join(repr(allowing(text)) for text in (_STYLE, sources()[0]))}",
        f"script-src {' '.join(repr(allowing(text)) for text in (_SCRIPT, sources()[1]))}",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


#: What the script says.
_SAID = ("kind", "large", "checking", "done", "lost", "colon", "pass", "fail", "incomplete")


def text(standard: Standard, settings: Settings, lang: str) -> str:
    """The page in ``zh`` or ``en``."""
    said = room("drop", lang)
    words = {k: escape(v) for k, v in said.items()}
    profiles = "".join(
        f'<option value="{escape(ident)}">{escape(standard.profiles.read(ident)["title"][lang])} ({escape(ident)})</option>'
        for ident in standard.profiles.own
    )
    titles = {kind: f"{standard.schema(kind)['title']} {kind}" if lang == "zh" else kind for kind in standard.record_types}
    kinds = "".join(f'<option value="{kind}">{escape(title)}</option>' for kind, title in titles.items())
    endings = {".zip": asking.ZIP, ".ndjson": asking.NDJSON, ".xlsx": asking.XLSX}
    data = {
        "lang": lang,
        "maxBody": settings.max_body,
        "endings": {k: v for k, v in endings.items() if v in asking.bodies()},
        "recordTypes": list(standard.record_types),
        "words": {name: said[name] for name in _SAID},
    }
    told = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    limit = words["limit"].format(limit=f"{settings.max_body / MIB:g}")
    return f"""<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{words["title"]}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{words["title"]}</h1>
<p>{words["about"]}</p>
<form id="form">
<label id="drop" for="file"><b>{words["drop"]}</b><span>{limit}</span><input type="file" id="file"></label>
<p>
<label>{words["profile"]} <select id="profile"><option value="">{words["own-profile"]}</option>{profiles}</select></label>
<label>{words["as-of"]} <input type="date" id="as-of"></label>
<label>{words["record-type"]} <select id="record-type"><option value="">{words["by-name"]}</option>{kinds}</select></label>
</p>
</form>
<p id="said" role="status" aria-live="polite"></p>
<ul id="errors"></ul>
<p><a id="save" download="report.html" hidden>{words["save"]}</a></p>
</main>
<iframe id="report" title="{words["report"]}" sandbox="allow-scripts allow-downloads allow-modals" hidden></iframe>
<script type="application/json" id="data">{told}</script>
<script>{_SCRIPT}</script>
</body>
</html>
"""
