#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Who sees a message finds it in docs/element.md, and what is found there can be seen.

check_messages.py ROOT"""

import re

from tree import check, files, finish, relative, root

STRING = r'"(?:[^"\\]|\\.)*"'
# parts of one literal, with the macros that stand between them
LITERAL = rf"(?:{STRING}|\bG_GSIZE_FORMAT\b)(?:\s*(?:{STRING}|\bG_GSIZE_FORMAT\b))*"


def text_of(literal):
    return re.sub(r'"((?:[^"\\]|\\.)*)"|G_GSIZE_FORMAT|\s+(?=["G])',
                  lambda match: "zu" if match[0] == "G_GSIZE_FORMAT" else match[1] or "", literal)


def sentences():
    """(file, text) of what is written for people: whole sentences, and beginnings of which one is chosen."""
    for path in files("gst/**/*.c", "src/**/*.c"):
        code = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for match in re.finditer(LITERAL, code):
            text = text_of(match[0])
            chosen = re.search(r"[?:]\s*$", code[:match.start()]) and re.match(r"[A-Z]\w* \w+ \w+", text)
            if chosen or re.match(r"[A-Z]\w* .*(\.|\. %s)$", text):
                yield relative(path), text


def entries():
    text = (root / "docs/element.md").read_text(encoding="utf-8")
    section = text[text.index("\n## Errors and warnings"):]
    section = section[:section.index("\n## ", 1)]
    for row in re.findall(r"^\|(.*?)\|", section, re.MULTILINE)[2:]:
        yield from re.findall(r"`([^`]+)`", row)


def tells(entry, sentence):
    """True where the entry begins as the sentence does; '...' and what printf fills in may be anything."""
    entry = entry.removeprefix("... ")
    begin = entry.split(" ...")[0]
    if len(begin) >= 12 and sentence.startswith(begin):
        return True
    pieces = re.split(r"%\w+", sentence)
    return len(pieces) > 1 and len(pieces[0]) > 5 and len(pieces[1]) > 3 and re.match(
        re.escape(pieces[0]) + ".+" + re.escape(pieces[1][:15].rstrip()), entry) is not None


said, told = list(sentences()), list(entries())
missing = [f"{path}: {text}" for path, text in said if not any(tells(entry, text) for entry in told)]
unseen = [entry for entry in told if not any(tells(entry, text) for _, text in said)]
check(len(said) > 20 and not missing, "docs/element.md has an entry for each message", *missing)
check(len(told) > 15 and not unseen, "... and none for messages there are not", *unseen)
finish()
