#!/usr/bin/env python3
"""Prints how large the library is: `python3 tests/measure.py [REPOSITORY]`.

Lines of code are those under src that are neither blank nor a comment, without
what only tests see: files named tests.rs, folders named tests, and items under
`#[cfg(test)]`. Public names are those that src/lib.rs exports or declares.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[1])


def without_tests(lines):
    """The lines that are not of an item under `#[cfg(test)]`, as rustfmt sets them."""
    lines = iter(lines)
    for line in lines:
        if not re.match(r"\s*#\[cfg\((all\()?test\b", line):
            yield line
            continue
        indent = line[: len(line) - len(line.lstrip())]
        item = next(line for line in lines if not line.lstrip().startswith("#["))
        if not item.rstrip().endswith(("}", ";")):
            next(line for line in lines if line.startswith((indent + "}", indent + ")")))


def lines_of_code(path):
    lines = (line.strip() for line in without_tests(path.read_text().splitlines()))
    return sum(bool(line) and not line.startswith("//") for line in lines)


def files(folder):
    return sorted((ROOT / folder).rglob("*.rs"))


def is_test(path):
    return path.name == "tests.rs" or "tests" in path.relative_to(ROOT).parts


def public_names(path):
    """The names after `pub use` and `pub mod`; `{` and `,` part them, `as` renames."""
    text = re.sub(r"//.*", "", path.read_text())
    used = ",".join(re.findall(r"^pub use ([^;]*);", text, re.M))
    names = [part.split()[-1] for part in re.split(r"[{},]", used) if part.strip()]
    return [name.split("::")[-1] for name in names if not name.endswith("::")] + re.findall(
        r"^pub (?:mod|fn|struct|enum|trait|type|const) (\w+)", text, re.M
    )


sources = [path for path in files("src") if not is_test(path)]
short = [path for path in sources if lines_of_code(path) < 60]
print(f"lines of code without tests: {sum(map(lines_of_code, sources))}")
print(f"files under src: {len(files('src'))}, of them {len(sources)} without tests")
print(f"files without tests of fewer than 60 lines of code: {len(short)}")
print("files under", ", ".join(f"{d}: {len(files(d))}" for d in ("tests", "benches", "examples")))
print(f"public names at the root: {len(set(public_names(ROOT / 'src/lib.rs')))}")
