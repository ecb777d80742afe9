"""axe-core on every page: all rules of WCAG 2.2, A and AA, in both themes and at three widths; and what zooming loses."""

import pytest

from tests.tools.catalogue import PAGES
from tests.tools.conftest import program
from tests.tools.zoom import lost

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.tools]
VIEWS = [(width, theme) for theme in ("light", "dark") for width in (360, 768, 1440)]
RUN = """async within => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
  const found = await axe.run(within || document, {
    runOnly: {type: 'tag', values: tags},
    rules: {'target-size': {enabled: true}, 'page-has-heading-one': {enabled: true}},
    preload: false, // it would fetch every style sheet again, for a rule that is not among them
    resultTypes: ['violations'],
    iframes: false, // a letter is a page of its own here
  });
  return found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160).replaceAll(/\\s+/g, " ")}`));
}"""
DRESS = """theme => {
  const data = document.documentElement.dataset;
  data['bsTheme' in data ? 'bsTheme' : 'theme'] = theme;
}"""


def dress(page, width, theme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.evaluate(DRESS, theme)


def findings(page, axe, name, within=""):
    page.evaluate(axe)
    for width, theme in VIEWS:
        dress(page, width, theme)
        yield from (f"{name} {width} {theme}: {trouble}" for trouble in page.evaluate(RUN, within))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("half", [0, 1])  # so that both cores have something to do
def test_axe_finds_nothing_and_zooming_loses_nothing(show, language, half):
    axe = program("axe-core/axe.min.js").read_text()
    found = []

    for one in PAGES[half::2]:
        page = show(one, language)
        found += lost(page, one.name)
        if one.sandboxed:
            letter = page.content()
            page.goto("about:blank")
            page.set_content(letter)
        found += findings(page, axe, one.name, one.within)

    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_the_style_page(page, base_url, settings):
    settings.DEBUG = True
    page.goto(f"{base_url}/style/")

    found = list(findings(page, program("axe-core/axe.min.js").read_text(), "style"))

    assert not found, "\n".join(found)
