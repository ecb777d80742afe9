"""More contrast, less motion, on paper: what a reader's system asks for."""

import pytest
from playwright.sync_api import expect

from tests.builders import make_hold
from tests.journeys.steps import LIST

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
# WCAG 2.2, "contrast ratio", of words and what they stand on, painted to know what the browser makes of a colour.
RATIOS = """() => {
  const paint = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  const luminance = colour => {
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...paint.getImageData(0, 0, 1, 1).data].map(part => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const probe = document.body.appendChild(document.createElement('i'));
  const token = name => { probe.style.color = `var(--pc-${name})`; return getComputedStyle(probe).color; };
  const pairs = [
    ...['ink', 'ink-2', 'ink-3', 'accent'].map(ink => [ink, 'canvas']),
    ...['held', 'wait', 'good', 'bad'].map(tone => [tone, tone + '-soft']),
    ['on-accent', 'accent'],
  ];
  return Object.fromEntries(pairs.map(([ink, ground]) => [ink, ratio(token(ink), token(ground))]));
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_where_more_contrast_is_asked_for_words_have_seven_to_one(signed_in, theme):
    signed_in.emulate_media(contrast="more", color_scheme=theme)
    signed_in.goto(LIST)
    more = signed_in.evaluate(RATIOS)
    signed_in.emulate_media(contrast="no-preference")
    usual = signed_in.evaluate(RATIOS)

    assert min(more.values()) >= 7, more
    assert min(usual.values()) >= 4.5, usual
    assert more["ink-2"] > usual["ink-2"]


@pytest.mark.parametrize(("wish", "moving"), [("reduce", "0s"), ("no-preference", "0.2s")])
def test_nothing_moves_where_less_motion_is_asked_for(signed_in, wish, moving):
    signed_in.emulate_media(reduced_motion=wish)
    signed_in.goto(LIST)
    signed_in.locator("main a[href*='/preregister/']").first.click()
    dialog = signed_in.locator("dialog[open]")
    expect(dialog).to_be_visible()

    lasting = dialog.evaluate("box => getComputedStyle(box).transitionDuration.split(',')[0]")

    assert lasting == moving


def test_on_paper_the_list_has_every_column_and_no_controls(signed_in, member):
    make_hold(member, company_name="Acme")
    signed_in.set_viewport_size({"width": 1000, "height": 800})  # too narrow for every column on screen
    signed_in.goto(LIST)
    country = signed_in.get_by_role("cell", name="Singapore")
    printed = signed_in.get_by_text("Customers of ")
    expect(country).to_be_hidden()
    expect(printed).to_be_hidden()

    signed_in.emulate_media(media="print")

    expect(country).to_be_visible()
    expect(printed).to_contain_text(member.partner.name)
    for control in (
        "input[type=checkbox]",
        "#search",
        ".pc-chips",
        ".c-ops",
        ".topbar",
        ".side",
        "main .btn",
    ):
        expect(signed_in.locator(control).first).to_be_hidden()


def test_the_button_prints(signed_in, member):
    make_hold(member)
    signed_in.add_init_script("window.print = () => document.title = 'printed'")
    signed_in.goto(LIST)

    signed_in.get_by_role("button", name="Print this page").click()

    assert signed_in.title() == "printed"
