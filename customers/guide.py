"""The user guide: its chapters, what they are told, and the search over them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy

from customers.eligibility import RULES, SWITCHES, Rule, Verdict

SECTION = re.compile(
    r'<section id="(?P<id>[\w-]+)">\s*<h[23]>(?P<title>.*?)</h[23]>(?P<words>.*?)</section>', re.DOTALL
)
EXCERPT = 40  # words


@dataclass(frozen=True)
class Chapter:
    slug: str
    title: str | Promise
    about: str | Promise
    template: str

    def get_absolute_url(self):
        return reverse("help:chapter", args=[self.slug])


CHAPTERS = (
    Chapter(
        "pre-registering-customers",
        gettext_lazy("Pre-registering Customers"),
        gettext_lazy(
            "Hold a customer before anyone else does: who can be registered, how, and for how long."
        ),
        "help/pre-registering-customers.html",
    ),
    Chapter(
        "inviting-customers",
        gettext_lazy("Inviting customers"),
        gettext_lazy("By email, by hyperlink or by QR code, until the customer is associated with you."),
        "help/inviting-customers.html",
    ),
    Chapter(
        "manual-review",
        gettext_lazy("Manual review"),
        gettext_lazy("When a reviewer decides, what a request needs, and how its clock runs."),
        "help/manual-review.html",
    ),
    Chapter(
        "deleting-customers",
        gettext_lazy("Deleting customers"),
        gettext_lazy("What can be deleted, what cannot, and what happens then."),
        "help/deleting-customers.html",
    ),
)
BY_SLUG = {chapter.slug: chapter for chapter in CHAPTERS}


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    words: str


@dataclass(frozen=True)
class Hit:
    chapter: Chapter
    section: Section

    @property
    def url(self):
        return f"{self.chapter.get_absolute_url()}#{self.section.id}"

    @property
    def excerpt(self):
        return Truncator(self.section.words).words(EXCERPT)


def figures(policy):
    """The policy's numbers and switches, so that the guide says what is in force."""
    in_force = [(rule, verdict_of(rule, policy.verdicts)) for rule in RULES]
    return {
        "days": policy.validity_days,
        "quota": policy.quota,
        "review_days": policy.review_days,
        "pause_days": policy.pause_days,
        "emails_per_day": policy.emails_per_day,
        "refused": [paragraph(rule) for rule, verdict in in_force if verdict == Verdict.REFUSE],
        "reviewed": [paragraph(rule) for rule, verdict in in_force if verdict == Verdict.REVIEW],
    }


def verdict_of(rule: Rule, switches):
    return SWITCHES[switches[rule.code]] if rule.switchable and rule.code in switches else rule.verdict


def paragraph(rule):
    names = {"vendor": settings.VENDOR_NAME}
    return {"code": rule.code, "title": rule.title % names, "step": rule.step % names}


def body(chapter, policy):
    """The chapter as HTML, in the reader's language."""
    return rendered(get_language(), chapter.slug, policy.version, policy)


@lru_cache(maxsize=200)
def rendered(_language, slug, _version, policy):
    context = figures(policy) | {"vendor": settings.VENDOR_NAME, "policy": policy}
    return render_to_string(BY_SLUG[slug].template, context)


def sections(chapter, policy):
    return [
        Section(found["id"], plain(found["title"]), plain(found["words"]))
        for found in SECTION.finditer(body(chapter, policy))
    ]


def plain(markup):
    return " ".join(unescape(strip_tags(markup.replace("<", " <"))).split())


def search(words, policy):
    """The paragraphs that have every word that was typed; those that have them in their title first."""
    wanted = words.casefold().split()
    hits = [
        Hit(chapter, section)
        for chapter in CHAPTERS
        for section in sections(chapter, policy)
        if all(word in f"{section.title} {section.words}".casefold() for word in wanted)
    ]
    return sorted(hits, key=lambda hit: not all(word in hit.section.title.casefold() for word in wanted))
