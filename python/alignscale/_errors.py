# SPDX-License-Identifier: LGPL-2.1-or-later
"""What goes wrong, in sentences."""

from __future__ import annotations


class AlignscaleError(Exception):
    """A pipeline failed, or something was asked for that cannot be done.

    Its text is a sentence: the element's own where an element failed.

    element  name of the element that failed, or None
    debug    what GStreamer adds for developers; may be empty
    """

    def __init__(self, sentence: str, element: str | None = None, debug: str = "") -> None:
        super().__init__(sentence)
        self.element = element
        self.debug = debug


class AlignscaleWarning(UserWarning):
    """An element's warning: the frames are right, but something that was asked for is ignored."""
