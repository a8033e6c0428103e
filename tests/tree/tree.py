# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of the source tree share: TAP, and the list of files.

Every test takes the root of the tree as its first argument."""

import pathlib
import re
import shlex
import subprocess
import sys

root = pathlib.Path(sys.argv[1]).resolve()

_done = 0
_failed = 0


def check(holds, sentence, *details):
    """Reports one property, and what speaks against it."""
    global _done, _failed
    _done += 1
    _failed += not holds
    print(f"{'' if holds else 'not '}ok {_done} - {sentence}")
    if not holds:
        # Meson shows a failed test's standard error
        for detail in details:
            print(detail, file=sys.stderr)
    sys.stdout.flush()


def skip(sentence, reason):
    """Reports a property that cannot be looked at here."""
    global _done
    _done += 1
    print(f"ok {_done} - {sentence} # SKIP {reason}")


def finish():
    print(f"1..{_done}")
    sys.exit(_failed > 0)


def files(*patterns):
    """The tree's files, sorted: those git knows and new ones it does not ignore; without git (a release
    archive), all but hidden and build folders. Patterns are those of pathlib: 'src/**/*.c'."""
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={root}", "-C", root, "ls-files", "-z", "--cached", "--others",
         "--exclude-standard"], capture_output=True, text=True, check=False) if _has_git() else None
    if listed and listed.returncode == 0:
        names = [root / name for name in listed.stdout.split("\0") if name]
    else:
        names = [path for path in root.rglob("*") if not _is_made(path.relative_to(root))]
    wanted = {path for pattern in patterns or ["**/*"] for path in root.glob(pattern)}
    return sorted(path for path in names if path in wanted and path.is_file())


def fences(path):
    """(language, text) of a page's fenced blocks."""
    return re.findall(r"^```(\w*)\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def pipelines(path):
    """What follows gst-launch-1.0 in the shell lines of a page, up to a redirection or a shell pipe, as
    words."""
    for language, text in fences(path):
        if language not in ("sh", "bash", "console"):
            continue
        for line in text.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if "gst-launch-1.0" not in words:
                continue
            words = words[words.index("gst-launch-1.0") + 1:]
            while words and words[0].startswith("-"):
                words.pop(0)
            stop = [i for i, word in enumerate(words) if word in ("|", ">", "&&", "2>&1")]
            yield words[:min(stop, default=None)]


def _has_git():
    if not (root / ".git").exists():
        return False
    try:
        return subprocess.run(["git", "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _is_made(path):
    top = path.parts[0]
    return top.startswith((".", "build")) and top not in (".ci", ".clang-format", ".gitignore") or top in ("demo", "venv")


def relative(path):
    return path.relative_to(root).as_posix()


def lines(path):
    return path.read_text(encoding="utf-8").splitlines()
