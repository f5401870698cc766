"""The HTML around a study's report: its look, and the script that draws the charts."""

from __future__ import annotations

import json
from collections.abc import Sequence

from markupsafe import Markup

from catalog.i18n import Spoken

STYLE = """body{font:15px/1.55 system-ui,"Noto Sans CJK SC","PingFang SC",
"Microsoft YaHei",sans-serif;margin:1rem auto 3rem;max-width:66rem;padding:0 1rem;color:#1d2430;
background:#fff}h1{font-size:1.7rem;margin:.5rem 0}h2{font-size:1.25rem;margin:2rem 0 .3rem}
h3{font-size:1rem;margin:1.2rem 0 0}p{max-width:46rem;margin:.4rem 0}
table{border-collapse:collapse;margin:.5rem 0;font-size:14px}
td,th{border:1px solid #d5d8dd;padding:.25rem .5rem;text-align:left;vertical-align:top}
th{background:#f0eee8}.scroll,.chart{overflow-x:auto}.note{color:#55595e;font-size:14px}
.cases{display:flex;flex-wrap:wrap;gap:.5rem 1rem;padding:.5rem 0;background:#fff}
.cases select,.top button{font:inherit;padding:.25rem .5rem;min-height:32px}
summary{cursor:pointer;padding:.3rem 0}details details{margin-left:1rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f7f6f3;border:1px solid #d5d8dd;
padding:.6rem;font:13px/1.5 ui-monospace,"Noto Sans CJK SC",monospace}
html[data-lang=en] [lang=zh],html[data-lang=zh] [lang=en]{display:none}"""
SCRIPT = """const F=JSON.parse(document.getElementById('figures').textContent),D=document;
const pick=(id)=>D.querySelector(`select[name=${id}]`);
let lang=location.hash.slice(1) in F?location.hash.slice(1):D.documentElement.dataset.lang;
function draw(){D.documentElement.dataset.lang=lang;D.documentElement.lang=lang==='zh'?'zh-CN':'en';
for(const s of D.querySelectorAll('select option'))s.textContent=s.dataset[lang]||s.value;
const at=pick('regime').value+' '+pick('currency').value;
for(const [kind,cases] of Object.entries(F[lang])){const f=cases[at],to=D.getElementById(kind);
if(kind==='frontier'&&innerWidth<700)for(const d of f.data){d.mode=d.meta?'markers+text':'markers';
d.textposition=d.meta||'top center';}
if(to&&f)Plotly.react(to,f.data,f.layout,{responsive:true,displaylogo:false,displayModeBar:false});}}
for(const l of ['en','zh'])D.getElementById(l).onclick=()=>{lang=l;draw();};
for(const s of D.querySelectorAll('select'))s.onchange=draw;draw();
if(parent!==window)new ResizeObserver(()=>parent.postMessage(
{height:D.documentElement.scrollHeight},'*')).observe(D.body);"""
"""Draws the charts of the case chosen, and tells a page around it how high it is."""


def page(body: Markup, figures: object, title: str, start: Spoken) -> str:
    """The whole file; Plotly is in it, and nothing is fetched.

    Args:
        body: the report's sections, with what chooses the regime and the currency of its charts.
        figures: the charts, as `figures_of` gives them, by language.
        title: of the page.
        start: the language that it opens in unless its address ends in #en or #zh.
    """
    from plotly.offline import get_plotlyjs

    data = json.dumps(figures, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    buttons = '<p class="top"><button id="en">English</button> <button id="zh">中文</button></p>'
    return (
        f'<!doctype html><html lang="{start}" data-lang="{start}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{Markup.escape(title)}</title><style>{STYLE}</style></head>"
        f"<body>{buttons}{body}"
        f'<script type="application/json" id="figures">{data}</script>'
        f"<script>{get_plotlyjs()}</script><script>{SCRIPT}</script></body></html>\n"
    )


def choosing(name: str, label: Markup, options: Sequence[tuple[str, str, str]]) -> Markup:
    """A list to choose a case from: (value, in English, in Chinese), the first chosen."""
    lines = Markup("").join(
        Markup('<option value="{}" data-en="{}" data-zh="{}">{}</option>').format(v, en, zh, en)
        for v, en, zh in options
    )
    return Markup('<label>{} <select name="{}">{}</select></label>').format(label, name, lines)
