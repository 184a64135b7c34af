"""Errors of the map page, under the common base of `geo.errors`."""

from __future__ import annotations

from geo.errors import HudutError


class PageError(HudutError):
    """The page cannot be made: a wrong language, an empty span of days, or a damaged asset."""
