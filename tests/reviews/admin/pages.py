"""How the tests drive the reviewers' pages."""

from django.urls import reverse

from reviews.models import Review
from tests.customers.admin import pages

told = pages.told


def queue(client, **query):
    return pages.listed(client, Review, **query)


def page(case):
    return pages.address(Review, "change", case.pk)


def act(client, case, name, **answers):
    return client.post(reverse(f"admin:reviews_review_{name}", args=[case.pk]), answers, follow=True)


def run(client, action, *cases, **answers):
    answers |= {"action": action, "_selected_action": [case.pk for case in cases]}
    return client.post(pages.address(Review, "changelist"), answers, follow=True)


def text(response):
    """What is to be read on the page, in one line."""
    return " ".join(response.content.decode().split())
