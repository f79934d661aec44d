"""The three diagrams. Colours come from the style sheet, so they follow the light and the dark scheme."""

from __future__ import annotations

import itertools

from sitegen.edition import standard
from sitegen.markup import esc, link
from sitegen.words import Words

#: Where each record type stands: centre of its box.
PLACES: dict[str, tuple[float, float]] = {
    "organization": (96, 48), "village": (330, 48), "cadre": (640, 48),
    "team": (200, 168), "posting": (400, 168),
    "support": (80, 288), "activity": (226, 288), "attendance": (424, 288), "leave": (560, 288), "assessment": (724, 288),
    "measure": (424, 408), "rectificationCase": (640, 408),
}  # fmt: skip
WIDTH, HEIGHT = 128, 48
BANDS = [
    ("谁，在哪里", "Who, and where", ("organization", "village", "cadre")),
    ("驻到哪里", "Stationing", ("team", "posting")),
    ("做了什么", "What is done", ("attendance", "leave", "activity", "assessment", "support")),
    ("带来什么", "What follows", ("rectificationCase", "measure")),
]
#: Optional references worth a line; every other one is on the pages of the records.
DASHED = (
    ("posting", "team"),
    ("activity", "team"),
    ("support", "team"),
    ("measure", "rectificationCase"),
    ("rectificationCase", "assessment"),
)


def _edge(source: str, target: str, dashed: bool) -> str:
    (x1, y1), (x2, y2) = PLACES[source], PLACES[target]
    if y1 == y2:
        x1, x2 = (x1 - WIDTH / 2, x2 + WIDTH / 2) if x1 > x2 else (x1 + WIDTH / 2, x2 - WIDTH / 2)
    else:
        y1, y2 = (y1 - HEIGHT / 2, y2 + HEIGHT / 2) if y1 > y2 else (y1 + HEIGHT / 2, y2 - HEIGHT / 2)
        # lines that meet in one box end side by side
        x2 += max(-44.0, min(44.0, (x1 - x2) / 4))
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"{" class=zc-dashed" if dashed else ""} marker-end="url(#zc-arrow)"/>'


def model(lang: str) -> str:
    """Record types and how they refer to each other: drawn on a wide screen, listed on a phone."""
    p = Words(lang)
    edges = []
    for source in standard.record_types:
        required = standard.schema(source)["required"]
        refs = standard.references(source)
        for target in dict.fromkeys(t for f, (t, _) in refs.items() if f in required):
            if source in PLACES and target in PLACES:
                edges.append(_edge(source, target, False))
    edges += [_edge(s, t, True) for s, t in DASHED if t in (r for r, _ in standard.references(s).values())]
    boxes = []
    for name, (x, y) in PLACES.items():
        zh = standard.schema(name)["title"]
        top, small = (p.record_title(name), zh) if p.en else (zh, name)
        boxes.append(
            f'<a href="zc:records/{name}/"><rect x="{x - WIDTH / 2:g}" y="{y - HEIGHT / 2:g}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
            f'<text x="{x}" y="{y - 3}">{esc(top)}</text><text x="{x}" y="{y + 14}" class="zc-small">{esc(small)}</text></a>'
        )
    label = p.w("数据模型：十二种记录及其引用", "Data model: the record types and their references")
    svg = (
        f'<svg class="zc-model" viewBox="8 16 788 424" role="img" aria-label="{label}"><defs><marker id="zc-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0 8 4 0 8z"/></marker></defs>{"".join(edges)}{"".join(boxes)}</svg>'
    )
    bands = []
    for zh, en, names in BANDS:
        cards = []
        for name in names:
            required = standard.schema(name)["required"]
            refs = standard.references(name)
            targets = dict.fromkeys(t for _, (t, _) in refs.items() if t != name)
            must = {t for f, (t, _) in refs.items() if f in required}
            shown = "".join(f"<li{' class=zc-must' if t in must else ''}>→ {esc(p.record_title(t))}</li>" for t in targets)
            cards.append(f"<li>{link(f'records/{name}/', esc(p.record_title(name)))}<ul>{shown}</ul></li>")
        bands.append(f'<li><b>{p.w(zh, en)}</b><ul class="zc-cards">{"".join(cards)}</ul></li>')
    caption = p.w(
        "实线：必填的引用；虚线：部分可选的引用。点方框看字段。手机上加粗的为必填引用。",
        "Solid: required references; dashed: some of the optional ones. Follow a box to its fields. On a phone required ones are bold.",
    )
    return f'<figure class="zc-figure">{svg}<ol class="zc-bands">{"".join(bands)}</ol><figcaption>{caption}</figcaption></figure>'


STEPS = [
    ("打开", "open", "读清单，核对文件名、摘要和条数；不安全的输入一概拒收。", "Reads the manifest, checks names, digests and counts; refuses what is unsafe.", "退出码 2", "exit code 2"),
    ("结构", "structure", "逐行对照模式。有问题的行给出 STR 代码，不再参与后面的判断。", "Each line against its schema. A faulty line gets an STR code and goes no further.", "STR-…", "STR-…"),
    ("入表", "tables", "合法记录、该地区解析后的政策行、日历和区划登记册，各成一表。", "Valid records, the resolved policy rows and the registers become tables.", "", ""),
    ("规则", "rules", "每条规则一个 SQL 查询，只运行政策表齐备的规则。", "One SQL query a rule; only rules whose policy tables are filled run.", "ATT-001 …", "ATT-001 …"),
    ("发现", "findings", "纯数据：规则、记录标识、文件与行号、条款、指纹；没有个人信息的值。", "Plain data: rule, record id, file and line, clause, fingerprint; no personal value.", "", ""),
    ("报告", "report", "按所选格式输出，并给出结论：通过、不通过或未能完成。", "Rendered in the chosen format with a verdict: pass, fail or incomplete.", "退出码 0、1、3", "exit codes 0, 1, 3"),
]  # fmt: skip


def flow(lang: str) -> str:
    """How a batch goes through: six steps in a row, or below each other on a phone."""
    en = lang == "en"
    items = "".join(
        f"<li><b>{name_en.capitalize() if en else zh}</b><p>{text_en if en else text}</p>{f'<code>{out_en if en else out}</code>' if out else ''}</li>"
        for zh, name_en, text, text_en, out, out_en in STEPS
    )
    return f'<ol class="zc-flow">{items}</ol>'


#: The life of a batch between two counties and a city: where, what, and which command does it.
STORY: tuple[tuple[str, tuple[str, str], str], ...] = (
    ("a", ("签名、打包", "signs and packs"), "sign · pack"),
    ("city", ("核验、校验，拒收，出回执", "verifies, validates, refuses; a receipt"), "receive"),
    ("a", ("核对回执，先自查更正", "checks the receipt and its correction"), "receipt check · validate"),
    ("city", ("接收更正，出回执，合入", "takes the correction; a receipt"), "receive · apply · diff"),
    ("b", ("用国密签名、报送", "signs with SM2 and sends"), "sign"),
    ("city", ("接收，出回执", "takes it; a receipt"), "receive"),
    ("city", ("合并两县，写出报告", "puts both together and reports"), "merge · validate"),
)
LANES: dict[str, tuple[str, str]] = {"a": ("甲县", "County A"), "city": ("市", "City"), "b": ("乙县", "County B")}
LANE, ROW, BOX = 264, 76, (232, 48)


def story(lang: str) -> str:
    """The story of two counties and a city: three lanes, one step below the other; the same steps as a list on a phone."""
    p = Words(lang)
    at = {name: (n * LANE + LANE / 2, n) for n, name in enumerate(LANES)}
    height = 40 + ROW * len(STORY)
    parts = [f'<text x="{at[name][0]:g}" y="20">{p.w(*title)}</text>' for name, title in LANES.items()]
    parts += [f'<line x1="{x:g}" y1="30" x2="{x:g}" y2="{height:g}" class="zc-dashed"/>' for x, _ in at.values()]
    for n, ((before, _, _), (name, _, _)) in enumerate(itertools.pairwise(STORY)):
        (x1, _), (x2, _) = at[before], at[name]
        top = 40 + n * ROW + BOX[1]
        x2 += 0 if x1 == x2 else max(-60.0, min(60.0, (x1 - x2) / 4))
        parts.append(f'<line x1="{x1:g}" y1="{top:g}" x2="{x2:g}" y2="{top + ROW - BOX[1]:g}" marker-end="url(#zc-story-arrow)"/>')
    for n, (name, text, command) in enumerate(STORY):
        x, y = at[name][0], 40 + n * ROW
        parts.append(
            f'<rect x="{x - BOX[0] / 2:g}" y="{y:g}" width="{BOX[0]}" height="{BOX[1]}" rx="6"/>'
            f'<text x="{x:g}" y="{y + 20:g}" class="zc-step">{esc(p.w(*text))}</text>'
            f'<text x="{x:g}" y="{y + 38:g}" class="zc-small">zhucun {esc(command)}</text>'
        )
    label = p.w("两县一市：一个批次从报送到市级报告", "Two counties and a city: a batch from its sending to the city's report")
    svg = (
        f'<svg class="zc-model zc-story" viewBox="0 0 {LANE * len(LANES)} {height}" role="img" aria-label="{label}"><defs>'
        '<marker id="zc-story-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0 8 4 0 8z"/></marker></defs>{"".join(parts)}</svg>'
    )
    steps = "".join(
        f"<li><b>{p.w(*LANES[name])}</b><p>{esc(p.w(*text))}</p><code>zhucun {esc(command)}</code></li>" for name, text, command in STORY
    )
    return f'<figure class="zc-figure">{svg}<ol class="zc-bands">{steps}</ol><figcaption>{label}{p.w("。", ".")}</figcaption></figure>'
