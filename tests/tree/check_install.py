#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""'meson install' puts a plugin where GStreamer finds it.

check_install.py ROOT BUILD PREFIX FOLDER MESON...

FOLDER is the plugin's, relative to the prefix."""

import os
import pathlib
import subprocess
import sys
import tempfile

from tree import check, finish

build, prefix, plugins_dir = sys.argv[2], pathlib.Path(sys.argv[3]), sys.argv[4]
meson = sys.argv[5:]


def run(*command, **environment):
    # the build folder's plugin must not stand in for the installed one
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GST_")}
    return subprocess.run(command, env={**clean, **environment}, capture_output=True, text=True, check=False)


with tempfile.TemporaryDirectory() as folder:
    result = run(*meson, "install", "-C", build, "--no-rebuild", "--destdir", folder)
    check(result.returncode == 0, "meson install works", *result.stdout.splitlines(), *result.stderr.splitlines())
    plugins = list(pathlib.Path(folder).rglob("libgstalignscale.*"))
    where = pathlib.Path(f"{folder}{prefix / plugins_dir}")
    check([plugin.parent for plugin in plugins] == [where], f"it puts the plugin in {plugins_dir} of the prefix",
          *plugins)
    result = run("gst-inspect-1.0", "alignscale", GST_PLUGIN_PATH=str(where), GST_REGISTRY=f"{folder}/registry",
                 GST_PLUGIN_SYSTEM_PATH=f"{folder}/none")
    check(result.returncode == 0 and str(where) in result.stdout, "gst-inspect-1.0 finds the element there",
          *result.stdout.splitlines()[:20], *result.stderr.splitlines())
    result = run("pkg-config", "--variable=pluginsdir", "gstreamer-1.0")
    check(result.stdout.strip() == f"/usr/{plugins_dir}", "with the prefix /usr that is where GStreamer looks",
          f"GStreamer looks in {result.stdout}")
finish()
