"""What pages of any app show of a member's notices. Asked only where a template names it: most answers need none."""

from functools import partial
from itertools import groupby

from customers.models import Notice
from customers.notice_words import WORDS

COUNTED = 10  # "9+" is many; further counting would only cost


def notices(request):
    member = getattr(request, "member", None)
    return {"bell": partial(bell, member), "mail_switches": partial(mail_switches, member)}


def bell(member):
    """How many notices came since the member last looked, at most COUNTED."""
    new = Notice.objects.of(member.partner).filter(pk__gt=member.seen_notice)
    count = len(new.values_list("pk", flat=True)[:COUNTED])
    return {"count": count, "many": count == COUNTED}


def mail_switches(member):
    """The kinds that a member may have by mail, in their groups."""
    switches = [
        {"kind": kind, "label": words.label, "group": words.group, "on": kind not in member.muted}
        for kind, words in WORDS.items()
    ]
    return [
        {"title": title, "switches": list(of_group)}
        for title, of_group in groupby(switches, lambda switch: switch["group"])
    ]
