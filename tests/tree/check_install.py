#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""'meson install' puts a plugin where GStreamer finds it.

check_install.py ROOT BUILD FOLDER MESON

FOLDER is where this build's plugin is to go."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

from tree import check, finish, root

build, plugins_dir, meson = sys.argv[2:5]


def run(*command, **environment):
    # the build folder's plugin must not stand in for the installed one
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GST_")}
    return subprocess.run(command, env={**clean, **environment}, capture_output=True, text=True, check=False)


def check_installed(folder):
    result = run(meson, "install", "-C", build, "--no-rebuild", "--destdir", folder)
    check(result.returncode == 0, "meson install works", *result.stdout.splitlines(), *result.stderr.splitlines())
    plugins = list(pathlib.Path(folder).rglob("libgstalignscale.*"))
    where = pathlib.Path(folder + plugins_dir)
    check([plugin.parent for plugin in plugins] == [where], "it puts the plugin where the build says", *plugins)
    modules = {module.parent for module in pathlib.Path(folder).rglob("alignscale/*.py")}
    sources = sorted(path.name for path in (root / "python/alignscale").iterdir() if path.suffix in (".py", ".typed"))
    # newer Mesons compile it, too: a folder beside the sources
    check(len(modules) == 1 and sorted(path.name for path in next(iter(modules)).iterdir() if path.is_file()) == sources,
          "... and the Python module, all of it", *modules)
    result = run("gst-inspect-1.0", "alignscale", GST_PLUGIN_PATH=str(where), GST_REGISTRY=f"{folder}/registry",
                 GST_PLUGIN_SYSTEM_PATH=f"{folder}/none")
    check(result.returncode == 0 and str(where) in result.stdout, "gst-inspect-1.0 finds the element there",
          *result.stdout.splitlines()[:20], *result.stderr.splitlines())


def check_prefix(folder):
    """A build with GStreamer's own prefix."""
    prefix, searched = (run("pkg-config", f"--variable={name}", "gstreamer-1.0").stdout.strip()
                        for name in ("prefix", "pluginsdir"))
    result = run(meson, "setup", f"--prefix={prefix}", "-Dtests=disabled", folder, root)
    installed = run(meson, "introspect", "--installed", folder).stdout if result.returncode == 0 else "{}"
    places = [os.path.dirname(place) for place in json.loads(installed).values() if ".so" in place]
    check(places == [searched], "with the prefix of GStreamer the plugin goes where GStreamer looks",
          f"{places} is not {searched}", *result.stderr.splitlines())


with tempfile.TemporaryDirectory() as folder:
    check_installed(folder)
with tempfile.TemporaryDirectory() as folder:
    check_prefix(folder)
finish()
