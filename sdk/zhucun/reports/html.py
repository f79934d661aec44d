"""One HTML file that can be forwarded: both languages inside, no network, the same bytes for the same report.

What is said first is the verdict and how much stands behind it; then what to do, rule by rule; then every finding that
the report lists. Without JavaScript all of that is there but the filters, and of the findings the first hundred.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from zhucun.model import SEVERITIES, Report
from zhucun.reports.rendering import PLAIN, Data, Rendering, shown
from zhucun.reports.sentences import asks, failures, fix, heading, notes, omissions, place, qualities, reckoned, unjudged
from zhucun.standard import Standard, per_standard
from zhucun.words import LANGUAGES, say

#: So many findings stand in the page for who has no JavaScript.
PLAINLY = 100

#: So many counties have a bar of their own.
_COUNTIES = 15

_SEVERITIES = [s.value for s in reversed(SEVERITIES)]

#: Arguments of a finding that tell its month, the surest first.
_MONTHS = ("month", "date", "startDate")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}(-|$)")

Pair = tuple[str, str]


def plain_page(lang: str, title: str, body: Iterator[str]) -> Iterator[str]:
    """A page of one language in the style of the report, without a script, in pieces."""
    style = _file("page.css")
    yield f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
    yield f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{allowing(style)}'; base-uri 'none'; form-action 'none'\">\n"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n'
    yield f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n"
    yield from body
    yield "</main>\n</body>\n</html>\n"


def as_html(report: Report, how: Rendering = PLAIN) -> str:
    """The page."""
    return _Page(report, how).text()


class _Page:
    """One report, as data of both languages."""

    def __init__(self, report: Report, how: Rendering) -> None:
        self.report, self.how, self.standard = report, how, report.standard
        self.zh, self.en = (shown(report.as_json(lang, how.docs)) for lang in LANGUAGES)
        pairs: list[tuple[Data, Data]] = list(zip(self.zh["findings"], self.en["findings"], strict=True))
        self.found = [pair for pair in pairs if "accepted" not in pair[0]]
        self.accepted = [pair for pair in pairs if "accepted" in pair[0]]
        self.rules = list(dict.fromkeys([*(f["rule"] for f, _ in self.found), *self.zh.get("omitted", ())]))
        self.types = list(dict.fromkeys(f["recordType"] for f, _ in self.found))
        self.places = list(dict.fromkeys(_part(f) for f, _ in self.found))
        # a record of which nobody can say where it lies has none
        self.within = [
            report.counties.get((f.record_type, f.record_id or ""), "")
            for f, (told, _) in zip(report.findings, pairs, strict=True)
            if "accepted" not in told
        ]
        self.counties = sorted({c for c in self.within if c})
        self.clauses: Mapping[str, Mapping[str, Any]] = {c["id"]: c for c in self.standard.clauses}

    def text(self) -> str:
        style, script = sources()
        policy = f"default-src 'none'; style-src '{allowing(style)}'; script-src '{allowing(script)}'; base-uri 'none'; form-action 'none'"
        english, chinese = self.how.lang == "en", say("html.chinese", "zh")
        checked = [" checked" if english is wanted else "" for wanted in (False, True)]
        parts = [
            f'<!doctype html>\n<html lang="{self.how.lang}">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">',
            f"<title>{escape(self.title()[english])}</title>\n<style>{style}</style>\n</head>\n<body>",
            f'<input class="choice" type="radio" name="lang" id="zh"{checked[0]} aria-label="{chinese}">'
            f'<input class="choice" type="radio" name="lang" id="en"{checked[1]} aria-label="English">',
            f'<header><b>{_word("brand")}</b><nav><label for="zh" lang="zh">{chinese}</label> <label for="en" lang="en">English</label></nav></header>',
            "<main>",
            *self.head(),
            *self.by_quality(),
            *self.by_month(),
            *self.by_county(),
            *self.by_rule(),
            *self.listed(),
            *self.set_apart(),
            "</main>",
            f"<footer>{_both(self.made())}</footer>",
            f'<script type="application/json" id="data">{_data(self.data())}</script>',
            f"<script>{script}</script>\n</body>\n</html>",
        ]
        return "\n".join(parts) + "\n"

    def title(self) -> Pair:
        return _said("html.title", batch=self.zh.get("batchId", ""))

    def made(self) -> Pair:
        tool, engine = self.zh["tool"], self.zh["tool"]["engine"]
        said = " ".join((tool["name"], tool["version"], "/", engine["name"], engine["version"]))
        return _said("html.made", tool=said, standard=self.zh["standard"])

    # --- first the verdict, and what stands behind it

    def head(self) -> Iterator[str]:
        data = self.zh
        yield f"<h1>{_both(self.title())}</h1>"
        yield f'<p class="facts">{"".join(f"<span>{fact}</span>" for fact in self.facts())}</p>'
        yield '<div class="cards">'
        yield f'<section class="card verdict {data["verdict"]}"><h2>{_word("verdict", "report")}</h2><strong>{_word(data["verdict"], "report")}</strong>'
        for zh, en in zip(data.get("problems", ()), self.en.get("problems", ()), strict=True):
            yield f"<p>{_both((zh['message'], en['message']))}</p>"
        if data.get("problems"):
            yield f"<p>{_word('unsaid', 'report')}</p>"
        else:
            counts = "".join(f'<li class="{s}"><b>{data["counts"][s]:,}</b> {_word("several." + s)}</li>' for s in _SEVERITIES)
            yield f'<ul class="counts">{counts}</ul><p class="quiet small">{_word("means." + data["verdict"])}</p>'
        for pair in zip(reckoned(data), reckoned(self.en), strict=True):
            yield f'<p class="small">{_both(pair)}</p>'
        yield "</section>"
        yield f'<section class="card"><h2>{_word("judged", "report")}</h2>'
        yield from self.weight()
        yield "</section></div>"

    def facts(self) -> Iterator[str]:
        data = self.zh
        if "profile" in data:
            named = self.standard.profiles.read(data["profile"])["title"] if data["profile"] in self.standard.profiles.own else None
            yield _both((named["zh"], named["en"])) if named else f'<span class="code">{escape(data["profile"])}</span>'
        if "profileOutside" in data:
            yield _both(_said("report.outside", profile=data["profile"]))
        if "asOf" in data:
            yield _both(_said("html.as-of", day=data["asOf"]))
        if data["records"]:
            yield _both(_said("report.records", n=f"{sum(data['records'].values()):,}"))

    def weight(self) -> Iterator[str]:
        judged = self.zh["judged"]
        if not judged["apply"]:
            yield f"<p>{_word('unsaid', 'report')}</p>"
            return
        rects, at = [], 0.0
        for name in ("full", "part", "none"):
            width = 400 * judged[name] / judged["apply"]
            rects.append(f'<rect class="{name}" x="{at:.1f}" y="0" width="{width:.1f}" height="18"/>')
            at += width
        yield f'<svg viewBox="0 0 400 18" preserveAspectRatio="none" aria-hidden="true">{"".join(rects)}</svg>'
        yield f"<p>{_both(_said('report.weight', **judged))}</p>"
        failed = [(zh, en) for (_, zh), (_, en) in zip(failures(self.zh), failures(self.en), strict=True)]
        told = failed + list(zip(unjudged(self.zh), unjudged(self.en), strict=True))
        if told:
            items = "".join(f"<li>{_both(pair)}</li>" for pair in told)
            yield f'<details class="small"><summary>{_both(_said("html.unjudged", n=len(told)))}</summary><ul class="plain">{items}</ul></details>'

    # --- in which respects

    def by_quality(self) -> Iterator[str]:
        told = zip(qualities(self.standard, self.zh), qualities(self.standard, self.en), strict=True)
        parts = [f"<dt>{_both((zh[0], en[0]))}</dt><dd>{_both((zh[1], en[1]))}</dd>" for zh, en in told]
        if parts:
            yield f'<h2>{_word("quality", "report")}</h2><section class="card small"><dl>{"".join(parts)}</dl></section>'

    # --- when

    def by_month(self) -> Iterator[str]:
        counted: dict[str, Counter[str]] = {}
        for finding, _ in self.found:
            if month := _month(finding):
                counted.setdefault(month, Counter())[finding["severity"]] += 1
        months = sorted(counted)
        if not 2 <= len(months) <= 60:
            return
        most = max(c.total() for c in counted.values())
        step = 720 / len(months)
        wide = min(step * 0.7, 56)
        bars = []
        for n, month in enumerate(months):
            at, top = n * step, 118.0
            for severity in reversed(_SEVERITIES):
                height = 96 * counted[month][severity] / most
                top -= height
                if height:
                    bars.append(
                        f'<rect class="{severity}" x="{at + (step - wide) / 2:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{height:.1f}"/>'
                    )
            if len(months) <= 24 or n % 6 == 0:
                number = counted[month].total()
                middle = at + step / 2
                bars.append(f'<text x="{middle:.1f}" y="{top - 4:.1f}" text-anchor="middle">{number}</text>')
                label = month if len(months) <= 12 else month[2:]
                bars.append(f'<text x="{middle:.1f}" y="133" text-anchor="middle">{label}</text>')
        label = escape(say("html.months", self.how.lang))
        yield f'<h2>{_word("months")}</h2><div class="card"><div class="wide"><svg viewBox="0 0 720 138" role="img" aria-label="{label}">{"".join(bars)}</svg></div>'
        yield from self.counted()
        yield "</div>"

    def counted(self) -> Iterator[str]:
        """What a chart does not count."""
        if omitted := sum(self.report.omitted.values()):
            yield f'<p class="small quiet">{_both(_said("html.counted", n=f"{len(self.found):,}", more=f"{omitted:,}"))}</p>'

    # --- where

    def by_county(self) -> Iterator[str]:
        counted: dict[str, Counter[str]] = {}
        for (finding, _), county in zip(self.found, self.within, strict=True):
            if county:
                counted.setdefault(county, Counter())[finding["severity"]] += 1
        if len(counted) < 2:
            return
        first = sorted(counted, key=lambda c: (-counted[c].total(), c))[:_COUNTIES]
        most = max(c.total() for c in counted.values())
        yield f'<h2>{_word("counties")}</h2><div class="card"><ol class="bars">'
        for county in first:
            at, bars = 0.0, ""
            for severity in _SEVERITIES:
                width = 100 * counted[county][severity] / most
                bars += f'<rect class="{severity}" x="{at:.1f}" y="0" width="{width:.1f}" height="10"/>' if width else ""
                at += width
            bar = f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{bars}</svg>'
            yield f"<li><span>{_both(self.county(county))}</span>{bar}<b>{counted[county].total():,}</b></li>"
        yield "</ol>"
        if rest := sum(c.total() for c in counted.values()) - sum(counted[c].total() for c in first):
            yield f'<p class="small quiet">{_both(_said("html.counties-more", n=len(counted) - len(first), found=rest))}</p>'
        yield from self.counted()
        yield "</div>"

    def county(self, code: str) -> Pair:
        named = _counties(self.standard).get(code)
        return (f"{named} {code}" if named else code), code

    # --- then what to do, rule by rule

    def by_rule(self) -> Iterator[str]:
        if not self.rules:
            if not self.zh.get("problems"):
                yield f"<h2>{_word('nothing', 'report')}</h2><p>{_word('silence')}</p>"
            return
        yield f"<h2>{_word('rules')}</h2>"
        omitted = {rule: (zh, en) for (rule, zh), (_, en) in zip(omissions(self.zh), omissions(self.en), strict=True)}
        for number, rule in enumerate(self.rules):
            yield from self.rule(number, rule, omitted.get(rule))

    def rule(self, number: int, rule: str, omitted: Pair | None) -> Iterator[str]:
        found = [f for f, _ in self.found if f["rule"] == rule]
        counts = Counter(f["severity"] for f in found)
        chips = " ".join(f'<span class="chip {s}">{_word(s, "report")} {counts[s]}</span>' for s in _SEVERITIES if counts[s])
        named = (heading(self.standard, rule, "zh"), heading(self.standard, rule, "en"))
        yield f'<details class="rule"><summary><span class="code">{escape(rule)}</span> <h3>{_both(named)}</h3> <span>{chips}</span></summary><dl>'
        if all(why := (asks(self.standard, rule, "zh"), asks(self.standard, rule, "en"))):
            yield f"<dt>{_word('why')}</dt><dd>{_both(why)}</dd>"
        yield f'<dt>{_word("do")}</dt><dd class="do">{_both((fix(self.standard, rule, "zh"), fix(self.standard, rule, "en")))}</dd>'
        cited = [self.clauses[c] for c in dict.fromkeys(c for f in found for c in f["clauses"]) if c in self.clauses]
        if cited:
            yield f"<dt>{_word('clauses', 'report')}</dt><dd>{''.join(self.clause(c) for c in cited)}</dd>"
        if omitted:
            yield f"<dt>{_word('besides')}</dt><dd>{_both(omitted)}</dd>"
        if found and "help" in found[0]:
            english = next(en["help"] for zh, en in self.found if zh["rule"] == rule)
            links = (_link(found[0]["help"], rule), _link(english, rule))
            yield f'<dt>{_word("page")}</dt><dd><span class="zh" lang="zh">{links[0]}</span><span class="en" lang="en">{links[1]}</span></dd>'
        yield "</dl>"
        if found:
            yield f'<button type="button" class="scripted no-print" data-rule="{number}" hidden>{_word("show")}</button>'
        yield "</details>"

    def clause(self, clause: Mapping[str, Any]) -> str:
        named = f'<span class="code">{escape(clause["id"])}</span>'
        if self.how.docs:
            named = _link(f"{self.how.docs.rstrip('/')}/clauses/{clause['document']}/#{clause['id']}", clause["id"])
        return f"<p>{named} {_both((clause['zh'], clause['en']))}</p>"

    # --- then the list

    def listed(self) -> Iterator[str]:
        if not self.found:
            return
        yield f'<h2 id="list">{_word("findings")}</h2><form id="filters" hidden>'
        for name in ("severity", "rule", *(["county"] if self.counties else []), "place", "type"):
            yield f'<label>{_word(f"filter.{name}")}<select name="{name}"><option value=""></option></select></label>'
        yield f'<label>{_word("filter.text")}<input type="search" name="text" autocomplete="off"></label>'
        yield f'<button type="reset">{_word("reset")}</button><button type="button" id="save">{_word("save")}</button></form>'
        yield '<p class="small quiet scripted" id="count" aria-live="polite" hidden></p>'
        if len(self.found) > PLAINLY:
            yield f'<p class="small quiet unscripted">{_both(_said("html.first", n=PLAINLY, all=len(self.found)))}</p>'
        yield f'{self.heads()}<tbody id="rows">'
        yield from map(self.row, self.found[:PLAINLY])
        yield f'</tbody></table><p><button type="button" id="more" hidden>{_word("more")}</button></p>'

    def set_apart(self) -> Iterator[str]:
        """What a baseline accepts."""
        if not self.accepted:
            return
        yield f"<h2>{_word('accepted', 'report')}</h2>"
        if len(self.accepted) > PLAINLY:
            yield f'<p class="small quiet">{_both(_said("html.first", n=PLAINLY, all=len(self.accepted)))}</p>'
        yield f"{self.heads()}<tbody>"
        yield from map(self.row, self.accepted[:PLAINLY])
        yield "</tbody></table>"

    def heads(self) -> str:
        heads = "".join(f"<th>{_word(f'filter.{name}')}</th>" for name in ("severity", "rule", "type", "place", "text"))
        return f"<table><thead><tr>{heads}</tr></thead>"

    def row(self, pair: tuple[Data, Data]) -> str:
        zh, en = pair
        record = f'<small class="code">{escape(zh["recordId"])}</small>' if "recordId" in zh else ""
        said = _both((zh["message"], en["message"]))
        note = self.note(zh)
        if note[0]:
            said += f"<small>{_both(note)}</small>"
        return (
            f'<tr><td><span class="chip {zh["severity"]}">{_word(zh["severity"], "report")}</span></td><td class="code">{escape(zh["rule"])}</td>'
            f"<td>{_both(self.type_title(zh['recordType']))}{record}</td><td>{escape(place(zh, record=False))}</td><td>{said}</td></tr>"
        )

    def note(self, finding: Data) -> Pair:
        return notes(self.standard, finding, "zh"), notes(self.standard, finding, "en")

    def type_title(self, record_type: str) -> Pair:
        named = str(self.standard.schema(record_type)["title"])
        return named, record_type

    def data(self) -> dict[str, Any]:
        """What the script draws from: each text once, each finding a list."""
        rules, types, places, counties = (
            {v: n for n, v in enumerate(values)} for values in (self.rules, self.types, self.places, [*self.counties, ""])
        )
        severities = {s: n for n, s in enumerate(_SEVERITIES)}
        told: dict[Pair, int] = {}
        counts = Counter(f["severity"] for f, _ in self.found)
        findings = [
            [
                severities[zh["severity"]],
                rules[zh["rule"]],
                types[zh["recordType"]],
                zh.get("recordId", 0),
                place(zh, record=False),
                zh["message"],
                en["message"],
                places[_part(zh)],
                told.setdefault(self.note(zh), len(told)),
                counties[county],
            ]
            for (zh, en), county in zip(self.found, self.within, strict=True)
        ]
        columns = [_said(f"html.column.{name}") for name in ("severity", "rule", "type", "id", "place", "text")]
        return {
            "words": {name: _said(f"html.{name}") for name in ("all", "search", "count", "batch")}
            | {"title": self.title(), "columns": list(zip(*columns, strict=True))},
            "severities": [[s, *_said(f"report.{s}"), counts[s]] for s in _SEVERITIES],
            "rules": [[rule, heading(self.standard, rule, "zh"), heading(self.standard, rule, "en")] for rule in self.rules],
            "types": [[t, *self.type_title(t)] for t in self.types],
            "places": self.places,
            "counties": [self.county(code) for code in self.counties] + ([_said("html.nowhere")] if "" in self.within else []),
            "notes": list(told),
            "findings": findings,
        }


@per_standard
def _counties(standard: Standard) -> Mapping[str, str]:
    """The names of counties, by code."""
    return {r["code"]: r["zh"] for r in standard.register("divisions") if r["level"] == "COUNTY"}


def _said(key: str, **values: object) -> Pair:
    """A sentence in both languages."""
    return say(key, "zh", **values), say(key, "en", **values)


def _word(name: str, room: str = "html") -> str:
    return _both(_said(f"{room}.{name}"))


def _both(texts: Pair) -> str:
    """A text in both languages, of which the style shows one."""
    zh, en = map(escape, texts)
    return zh if zh == en else f'<span class="zh" lang="zh">{zh}</span><span class="en" lang="en">{en}</span>'


def _link(address: str, text: str) -> str:
    return f'<a href="{escape(address)}">{escape(text)}</a>'


def _part(finding: Data) -> str:
    """The part of the batch that a finding stands in: a sheet or a file; empty for what stands in none."""
    return str(finding.get("sheet", finding.get("file", "")))


def _month(finding: Data) -> str | None:
    told = finding.get("arguments", {})
    found = next((str(told[name]) for name in _MONTHS if name in told), "")
    return found[:7] if _MONTH.match(found) else None


def sources() -> tuple[str, str]:
    """The style and the script of a report."""
    return _file("page.css"), _file("page.js")


def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


def allowing(text: str) -> str:
    """What lets one style or script in, and nothing else."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _data(data: Any) -> str:
    """JSON that cannot end the element that it stands in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
