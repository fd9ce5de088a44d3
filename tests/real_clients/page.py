"""Makes an HTML page of the sources of a memory, one a paragraph, and checks
its translation.

usage: page.py make  UNITS.jsonl PAGE.html
       page.py check UNITS.jsonl PAGE.html TRANSLATED.html

Bold Markdown becomes `<b>`: the codes of a memory are known by what they are,
in whichever format. Texts with any other code are left out, and those whose
codes or spaces stand at an edge, which OmegaT leaves out of its segments.
"""

import html
import json
import re
import sys
from pathlib import Path

BOLD = re.compile(r"\*\*(.+?)\*\*")
HEAD = (
    '<!DOCTYPE html>\n<html>\n<head>\n<meta http-equiv="content-type" '
    'content="text/html; charset=UTF-8">\n</head>\n<body>\n'
)
FOOT = "</body>\n</html>\n"


def main(task, units, page, translated=None):
    memory = translations(units)
    if task == "make":
        body = "".join(f"<p>{source}</p>\n" for source in memory)
        Path(page).write_text(HEAD + body + FOOT, encoding="utf-8")
    else:
        check(memory, paragraphs(page), paragraphs(translated))


def translations(units):
    """The targets of each source, in the order of the sources."""
    pairs, left_out = [], set()
    with open(units, encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            pair = (as_html(record, "source"), as_html(record, "target"))
            pairs.append((record["source_text"], pair))
            if None in pair:
                left_out.add(record["source_text"])
    memory = {}
    for plain, (source, target) in pairs:
        # Where one of several translations is left out, OmegaT may choose it.
        if plain not in left_out:
            memory.setdefault(source, set()).add(target)
    return memory


def as_html(record, side):
    """A text as HTML, or nothing where the page leaves it out."""
    markup = record[side]
    texts = BOLD.sub(r"\1", markup)
    if texts != record[f"{side}_text"] or texts != " ".join(texts.split()):
        return None
    if markup.startswith("**") or markup.endswith("**"):
        return None
    return BOLD.sub(r"<b>\1</b>", html.escape(markup, quote=False))


def paragraphs(page):
    lines = Path(page).read_text(encoding="utf-8").splitlines()
    return [line[3:-4] for line in lines if line.startswith("<p>")]


def check(memory, sources, found):
    if not len(memory) == len(sources) == len(found):
        sys.exit(f"{len(memory)} sources, {len(sources)} paragraphs, {len(found)} translated")
    bold = 0
    for source, target in zip(sources, found):
        # The filter writes some characters as entities.
        known = {html.unescape(text) for text in memory[source]}
        if html.unescape(target) not in known:
            sys.exit(f"`{source}` became `{target}`, expected one of {sorted(known)}")
        bold += "<b>" in source
    if bold == 0:
        sys.exit(f"expected texts with bold words among {len(sources)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
