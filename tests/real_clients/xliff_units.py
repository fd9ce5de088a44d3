"""Loads pretranslated XLIFF 1.2 with translate-toolkit, and compares its units
with the segments that the command shows.

usage: xliff_units.py SEGMENTS.jsonl FILE.xlf
"""

import html
import json
import re
import sys

from translate.storage import xliff

ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def main(segments, path):
    with open(segments, encoding="utf-8") as lines:
        expected = [json.loads(line)["source"] for line in lines]
    # Inline codes flatten to literal text; escapes are read.
    expected = [html.unescape(ESCAPE.sub(r"\1", source)) for source in expected]
    units = xliff.xlifffile.parsefile(path).units
    found = [str(unit.source) for unit in units]
    if found != expected:
        wrong = [pair for pair in zip(expected, found) if pair[0] != pair[1]]
        sys.exit(f"{path}: {len(expected)} segments, {len(found)} units; they differ in {wrong[:3]}")
    for unit in units:
        if unit.target and not unit.getalttrans():
            sys.exit(f"{path}: {unit.getid()} is filled, but nothing is proposed for it")
    filled = sum(1 for unit in units if unit.target)
    print(f"{path}: {len(units)} units, {filled} filled")


main(*sys.argv[1:])
