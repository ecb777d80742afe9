"""How the tests drive the admin: addresses, lists, actions, and what a page answered."""

from django.urls import reverse


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def listed(client, model, **query):
    return list(client.get(address(model, "changelist"), query).context["cl"].result_list)


def run(client, model, action, *rows):
    answers = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(address(model, "changelist"), answers, follow=True)


def form_of(response):
    assert response.status_code == 200
    return response.context["adminform"].form


def look(monkeypatch, form_class, *looks):
    """Have each check of the form see what it would have seen at another moment."""
    coming = iter(looks)
    monkeypatch.setattr(form_class, "clean_email", lambda form: next(coming)(form))


def told(response):
    return [str(message) for message in response.context["messages"]]
