"""Loads TMX files with translate-toolkit, and compares their units with the
command's own JSON Lines.

usage: units.py STYLE UNITS.jsonl FILE.tmx...

STYLE is the `--inline` of the files; FILE.tmx.counts has the object that the
command printed at its end.
"""

import json
import re
import sys
from pathlib import Path

from translate.storage import tmx

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 has no place for (section 2.2, Char), and so no TMX has.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def main(style, units, *files):
    with open(units, encoding="utf-8") as lines:
        expected = [json.loads(line) for line in lines]
    for path in files:
        compare(style, expected, Path(path))


def compare(style, expected, path):
    counts = json.loads(Path(f"{path}.counts").read_text(encoding="utf-8"))["summary"]
    found = tmx.tmxfile.parsefile(str(path)).units
    if counts["refused"] or not found:
        sys.exit(f"{path}: expected every unit in the file, but the counts are {counts}")
    if not len(found) == counts["written"] == len(expected):
        sys.exit(
            f"{path}: {len(found)} units load, the command counts {counts['written']}, "
            f"and its JSON Lines have {len(expected)}"
        )
    compared = sum(
        compare_side(style, side, unit, record, path)
        for unit, record in zip(found, expected)
        for side in ("source", "target")
    )
    if compared == 0:
        sys.exit(f"{path}: expected texts to compare, but found none without codes")
    for unit, record in zip(found, expected):
        compare_names(unit, record, path)


def compare_side(style, side, unit, record, path):
    """Whether a text could be compared; ends the program where it differs."""
    node = getattr(unit, f"{side}_dom")
    text = getattr(unit, side)
    if node is None or text is None:
        sys.exit(f"{path}: `{unit.getid()}` has no {side}")
    if node.get(XML_LANG) != record[f"{side}_language"]:
        sys.exit(f"{path}: the {side} of `{unit.getid()}` is in {node.get(XML_LANG)}")
    has_codes = len(node.find("seg")) > 0
    if has_codes and style != "codes":
        sys.exit(f"{path}: `{unit.getid()}` has elements in its {side}")
    wanted = expected_text(style, has_codes, record[side], record[f"{side}_text"])
    if wanted is None:
        return False
    if text != FORBIDDEN.sub("", wanted):
        sys.exit(f"{path}: `{unit.getid()}` has the {side} {text!r}, expected {wanted!r}")
    return True


def expected_text(style, has_codes, markup, plain):
    """What translate-toolkit makes of a text, which puts the native codes back
    where they were; nothing where escapes are decoded between codes."""
    if style == "raw":
        return markup
    if not has_codes:
        return plain
    return None if "&" in markup or "\\" in markup else markup


def compare_names(unit, record, path):
    if not unit.getid().endswith(f"#{record['id']}"):
        sys.exit(f"{path}: expected an id that ends in {record['id']}, found {unit.getid()}")
    # Weblate reads TMX by this class, and its context is the document.
    context = record["path"] if path.name.startswith("weblate") else ""
    if unit.getcontext() != context:
        sys.exit(f"{path}: `{unit.getid()}` has the context {unit.getcontext()!r}")


if __name__ == "__main__":
    main(*sys.argv[1:])
