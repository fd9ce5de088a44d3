"""Counts the units of a TMX file with a rival, to be timed as a whole process.

    python3 tests/real_clients/count_units.py lxml FILE
    python3 tests/real_clients/count_units.py toolkit FILE

lxml reads a stream in constant memory; translate-toolkit holds the whole file.
"""

import sys


def with_lxml(path):
    from lxml import etree

    count = 0
    for _, unit in etree.iterparse(path, tag="tu"):
        count += 1
        unit.clear()
        while unit.getprevious() is not None:
            del unit.getparent()[0]
    return count


def with_toolkit(path):
    from translate.storage import tmx

    return len(tmx.tmxfile.parsefile(path).units)


rivals = {"lxml": with_lxml, "toolkit": with_toolkit}
print(rivals[sys.argv[1]](sys.argv[2]))
