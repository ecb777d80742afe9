"""axe-core's contrast on the pages of vendors with other colours."""

import pytest

from tests.tools.catalogue import INVITEES, PARTNERS
from tests.tools.conftest import program
from tests.tools.test_axe import dress

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.tools]
SHOWN = ["home", "list-selected", "list-granted", "preregister-dialog-mistakes", "invitee-by-link"]
CONTRAST = """async () => {
  const found = await axe.run({runOnly: ['color-contrast'], resultTypes: ['violations']});
  return found.violations.flatMap(one => one.nodes.map(node => node.html.slice(0, 160)));
}"""


@pytest.mark.parametrize("colour", ["#c7000b", "#ff9900", "#00e000"])
def test_every_brand_leaves_the_words_readable(show, settings, colour):
    axe = program("axe-core/axe.min.js").read_text()
    settings.BRAND_COLOUR = colour
    found = []

    for one in [page for page in [*PARTNERS, *INVITEES] if page.name in SHOWN]:
        page = show(one, "en")
        page.evaluate(axe)
        for theme in ("light", "dark"):
            dress(page, 1440, theme)
            found += [f"{one.name} {theme}: {trouble}" for trouble in page.evaluate(CONTRAST)]

    assert not found, "\n".join(found)
