"""What a partner has typed into an invitation and not sent yet: kept in the session, for the preview and on return."""

KEY = "invitation_drafts"
KEPT = 20  # the oldest is forgotten first


def read(session, row):
    return session.get(KEY, {}).get(str(row.pk))


def keep(session, row, words):
    others = {pk: draft for pk, draft in session.get(KEY, {}).items() if pk != str(row.pk)}
    session[KEY] = dict([*others.items(), (str(row.pk), words)][-KEPT:])


def forget(session, row):
    if read(session, row):
        del session[KEY][str(row.pk)]
        session.modified = True
