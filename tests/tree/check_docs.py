#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The documentation says what the programs do.

check_docs.py ROOT PARSE-PIPELINE LIST-FORMATS POSITIONS TABLES"""

import os
import pathlib
import re
import shlex
import subprocess
import sys

from tree import check, files, finish, lines, pipelines, relative, root, skip

parse_pipeline, list_formats, positions, tables = (pathlib.Path(path).resolve() for path in sys.argv[2:6])
INHERITED = {"name", "parent", "qos"}


def output_of(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=False, **options).stdout


# gst-inspect-1.0's page of the element


def inspect(element="alignscale"):
    return output_of("gst-inspect-1.0", element, env={**os.environ, "LC_ALL": "C"})


def inspected_properties(page):
    """name -> the lines that describe it."""
    page = page[page.find("Element Properties:"):]
    found = {}
    name = None
    for line in page.splitlines()[1:]:
        match = re.match(r"  ([a-z0-9-]+)\s*: ", line)
        if match:
            name = match[1]
        if name:
            found.setdefault(name, []).append(line)
    return {name: "\n".join(text) for name, text in found.items() if name not in INHERITED}


def inspected_default(text):
    """As gst-launch-1.0 would be told it."""
    match = re.search(r'Default: +(?:"?-?\d+"?, "([^"]*)"|(\S+))', text)
    return (match[1] or match[2]).strip('"') if match else None


def inspected_values(text):
    return re.findall(r"\(-?\d+\): (\S+)", text)


def inspected_formats(page):
    """Those of the first pad template."""
    match = re.search(r"format: (\{[^}]*\}|\S+)", page)
    return set(re.findall(r"\w+", match[1].replace("(string)", ""))) if match else set()


# docs/element.md


def table_rows(text, heading):
    """The cells of the first table under a heading, without its head."""
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    rows = [line for line in section[1].splitlines() if line.startswith("|")] if section else []
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def code(cell):
    """The words of a cell that stand between back quotes."""
    return re.findall(r"`([^`]+)`", cell)


def value(word):
    """A number where it is one, however it is written."""
    for read in (float, lambda hexadecimal: int(hexadecimal, 0)):
        try:
            return read(word)
        except (TypeError, ValueError):
            pass
    return word


def check_element_page():
    page, text = inspect(), (root / "docs/element.md").read_text(encoding="utf-8")
    known = inspected_properties(page)
    told = {code(row[0])[0]: row for row in table_rows(text, "Properties")}
    check(known, "gst-inspect-1.0 shows the element", page)
    check(set(told) == set(known), "docs/element.md names the element's properties, all of them and no other",
          f"only in the docs: {set(told) - set(known)}", f"only in the element: {set(known) - set(told)}")
    both = set(told) & set(known)
    wrong = [f"{name}: {told[name][2]}, but {inspected_default(known[name])}" for name in both
             if value((code(told[name][2]) or [None])[0]) != value(inspected_default(known[name]))]
    check(both and not wrong, "... with their defaults", *wrong)
    wrong = [f"{name}: {inspected_values(known[name])}" for name in both
             if "(#" not in told[name][1] and code(told[name][1]) != inspected_values(known[name])]
    check(both and not wrong, "... and the values of those that have no table of their own", *wrong)
    for heading, name in (("Methods", "method"), ("Arithmetic", "arithmetic")):
        rows = [code(row[0])[0] for row in table_rows(text, heading)]
        check(rows and rows == inspected_values(known.get(name, "")),
              f"... and the values of {name}, in order", rows, inspected_values(known.get(name, "")))


def check_tensors_page():
    """What aligntensor has beside alignscale's. Of arrays gst-inspect-1.0 knows no default."""
    known = inspected_properties(inspect("aligntensor"))
    known = {name: known[name] for name in set(known) - set(inspected_properties(inspect()))}
    text = (root / "docs/tensors.md").read_text(encoding="utf-8")
    told = {code(row[0])[0]: row for row in table_rows(text, "Values")}
    check(known and set(told) == set(known), "docs/tensors.md names the properties that aligntensor adds",
          f"only in the docs: {set(told) - set(known)}", f"only in the element: {set(known) - set(told)}")
    both = set(told) & set(known)
    wrong = [f"{name}: {told[name][2]}, but {inspected_default(known[name])}" for name in both
             if "GstValueArray" not in known[name]
             and value(code(told[name][2])[0]) != value(inspected_default(known[name]))]
    wrong += [f"{name}: {inspected_values(known[name])}" for name in both
              if code(told[name][1]) != inspected_values(known[name])]
    check(both and not wrong, "... with their defaults and values", *wrong)
    formats = inspected_formats(inspect("aligntensor"))
    section = text[text.index("Input is"):text.index("Alpha is dropped")]
    check(formats and set(code(section)) == formats, "... and the formats it takes", formats)


def check_formats_page():
    """Lists for GStreamer 1.22, which knows nothing else, and names that later ones may know."""
    text = (root / "docs/formats.md").read_text(encoding="utf-8")
    offered, raw = inspected_formats(inspect()), set(output_of(list_formats).split())
    rows = table_rows(text, "Offered")
    now, later = ({word for row in rows for word in code(row[column])} for column in (1, 2))
    left_out = {word for row in table_rows(text, "Not offered") for word in code(row[1])}
    named = now | later | left_out
    check(raw & named and (now | later) & raw == offered & named,
          "docs/formats.md says of the formats it names which the element offers",
          f"not offered: {(now | later) & raw - offered}", f"offered: {offered & left_out}")
    if output_of("gst-inspect-1.0", "--version").find(" 1.22.") < 0:
        skip("... and names GStreamer's, all of them and as later ones no other", "they are those of GStreamer 1.22")
        return
    check(now <= raw <= named and not later & raw,
          "... and names GStreamer's, all of them and as later ones no other",
          f"not named: {raw - named}", f"known already: {later & raw}", f"not known: {now - raw}")


# Every page


def check_pipelines(path):
    for words in pipelines(path):
        pipeline = " ".join(shlex.quote(word) if " " in word else word for word in words)
        sentence = f"{relative(path)}: gst-launch-1.0 takes {pipeline}"
        result = subprocess.run([parse_pipeline, pipeline], capture_output=True, text=True, check=False)
        if result.returncode == 77:
            skip(sentence, result.stdout.strip())
        else:
            check(result.returncode == 0, sentence, result.stdout.strip(), result.stderr.strip())


def anchor(heading):
    """As GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(path):
    return {anchor(line.lstrip("#")) for line in lines(path) if re.match(r"#+ ", line)}


def broken_links(path):
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, fragment = target.partition("#")
        place = path.parent / name if name else path
        if not place.exists() or fragment and fragment not in anchors(place):
            yield f"{relative(path)}: {target}"


def printed_blocks(path):
    """(arguments, text) of the blocks under '<!-- printed by: PROGRAM ARGUMENTS -->'."""
    return re.findall(r"^<!-- printed by: (.*?) -->\n+```\w*\n(.*?)^```", path.read_text(encoding="utf-8"),
                      re.MULTILINE | re.DOTALL)


def check_printed(path):
    for command, text in printed_blocks(path):
        program, *arguments = command.split()
        said = output_of({"tables": tables, "positions": positions}[program], *arguments)
        check(said.strip() and text.strip("\n") in said, f"{relative(path)} shows what {command} prints",
              *said.splitlines())


def check_figure():
    drawn = output_of(sys.executable, root / "docs/figures/align-corners.py", input=output_of(positions, "4", "8"))
    check(drawn == (root / "docs/align-corners.svg").read_text(encoding="utf-8"),
          "docs/align-corners.svg is what its script draws from the core's positions")


pages = files("*.md", "docs/**/*.md")
check_element_page()
check_tensors_page()
check_formats_page()
for page in pages:
    check_pipelines(page)
    check_printed(page)
check_figure()
broken = [link for page in pages for link in broken_links(page)]
check(pages and not broken, "links between the pages lead somewhere", *broken)
finish()
