"""Twice the text, and four times the page on a screen of 1280 by 1024: WCAG 1.4.4 and 1.4.10."""

TOLERANCE = 1  # pixel, of rounding
# A box that hides what does not fit hides text, unless it can be scrolled or is not meant to be seen.
LOST = """tolerance => {
  const shown = one => one.checkVisibility({opacityProperty: true, visibilityProperty: true});
  const seen = [...document.querySelectorAll('body *')].filter(shown);
  const cut = seen.filter(one => {
    const style = getComputedStyle(one);
    if (one.closest('.visually-hidden, .select2-hidden-accessible, select, input, textarea, svg')) return false;
    const clips = direction => ['hidden', 'clip'].includes(style[`overflow${direction}`]);
    return one.clientWidth > 1 && one.textContent.trim() &&
      (clips('X') && one.scrollWidth > one.clientWidth + tolerance ||
       clips('Y') && one.scrollHeight > one.clientHeight + tolerance);
  });
  const page = document.scrollingElement;
  const wide = page.scrollWidth > window.innerWidth + tolerance ? [`${page.scrollWidth} pixels wide`] : [];
  return [...wide, ...cut.map(one => one.outerHTML.slice(0, 160).replaceAll(/\\s+/g, " "))];
}"""


def text_size(page, pixels):
    """As in the browser's settings; breakpoints in em follow it."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": pixels}})
    session.detach()


def lost(page, name):
    """What a page loses by either."""
    page.set_viewport_size({"width": 320, "height": 256})
    yield from (f"{name} zoomed: {trouble}" for trouble in page.evaluate(LOST, TOLERANCE))
    page.set_viewport_size({"width": 1280, "height": 1024})
    text_size(page, 32)
    yield from (f"{name} large: {trouble}" for trouble in page.evaluate(LOST, TOLERANCE))
    text_size(page, 16)
