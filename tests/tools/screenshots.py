"""Pictures of the catalogue's pages, by `bin/screenshots`; no part of the suite."""

import os
from pathlib import Path

import pytest

from tests.tools.catalogue import PAGES
from tests.tools.test_axe import dress

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
FOLDER = Path(os.environ.get("SCREENSHOTS", "var/screenshots"))
NAMES = os.environ.get("SCREENSHOT_NAMES", "").split()


@pytest.mark.parametrize("language", ["en", "zh-hans", "ar"])
def test_pictures_are_taken(show, language):
    for one in PAGES:
        if NAMES and one.name not in NAMES:
            continue
        page = show(one, language)
        for theme in ("light", "dark"):
            for width in (390, 768, 1440):
                dress(page, width, theme)
                path = FOLDER / language / theme / str(width) / f"{one.name}.png"
                page.screenshot(path=path, full_page=True, animations="disabled")
