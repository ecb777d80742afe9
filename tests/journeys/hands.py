"""Two ways to do the same: with a keyboard alone, and with a mouse where no script runs."""

from tests.journeys.steps import go_by_tab, press_by_keyboard


class Keyboard:
    def __init__(self, page):
        self.page = page

    def press(self, target):
        press_by_keyboard(self.page, target)

    def tick(self, target):
        press_by_keyboard(self.page, target, "Space")

    def write(self, target, text):
        go_by_tab(self.page, target)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def confirm(self):
        self.page.keyboard.press("Enter")


class Mouse:
    def __init__(self, page):
        self.page = page

    def press(self, target):
        target.click()

    def tick(self, target):
        target.click()

    def write(self, target, text):
        target.fill(text)
        self.last = target

    def confirm(self):
        self.last.press("Enter")
