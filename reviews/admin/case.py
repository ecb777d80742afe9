"""The page of one case, and the small forms on it."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from partnercenter import clock
from partnercenter.errors import RuleViolation
from reviews.admin import dossier
from reviews.admin.acts import ACTS
from reviews.admin.forms import CommentForm


class CaseMixin:
    """One page shows everything and changes nothing; each act is a POST to an address below it."""

    def get_urls(self):
        info = self.opts.app_label, self.opts.model_name
        acts = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(self.act_view),
                {"name": name},
                name="{}_{}_{}".format(*info, name),
            )
            for name in ACTS
        ]
        return acts + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self.show(request, self.case(request, object_id))

    def act_view(self, request, object_id, name):
        review = self.case(request, object_id)
        if not self.has_decide_permission(request):
            raise PermissionDenied
        page = reverse("admin:reviews_review_change", args=[review.pk])
        if request.method != "POST":
            return redirect(page)
        form = ACTS[name].form(request.POST, act=name, review=review)
        if "use" in request.POST and isinstance(form, CommentForm):
            return self.show(request, review, form.filled())
        if not form.is_valid():
            return self.show(request, review, form, status=400)
        try:
            done = ACTS[name].do(review, form.cleaned_data, by=request.user, at=clock.now())
        except RuleViolation as violation:
            self.message_user(request, violation.message, messages.ERROR)
            return self.show(request, self.case(request, object_id), form, status=409)
        self.message_user(request, done, messages.SUCCESS)
        return redirect(page)

    def case(self, request, object_id):
        if not self.has_view_permission(request):
            raise PermissionDenied
        review = self.get_object(request, unquote(object_id))
        if review is None:
            raise Http404
        return review

    def get_object(self, request, object_id, from_field=None):
        review = super().get_object(request, object_id, from_field)
        return review and self.model.objects.select_related(
            "partner",
            "preregistration__partner",
            "preregistration__acceptance__account__associated_partner",
            "assigned_to",
            "decided_by",
            "submitted_by",
            "duplicate_of",
        ).get(pk=review.pk)

    def show(self, request, review, filled_in=None, status=200):
        """The page; `filled_in` is a form that could not be carried out, and keeps what was typed."""
        may_act = review.is_open and self.has_decide_permission(request)
        context = {
            **self.admin_site.each_context(request),
            **dossier.case(review, clock.now()),
            "opts": self.opts,
            "title": f"{review.number} {review.preregistration.company_name}",
            "forms": forms_of(review, filled_in) if may_act else {},
            "filled_in": filled_in,
            "mine": review.assigned_to_id == request.user.pk,
        }
        template = "admin/reviews/review/change_form.html"
        return TemplateResponse(request, template, context, status=status)


def forms_of(review, filled_in):
    forms = {name: act.form(act=name, review=review) for name, act in ACTS.items()}
    return forms | ({filled_in.act: filled_in} if filled_in else {})
