"""What is done to several cases at once: each is judged on its own, and the answer says what became of each."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from partnercenter import clock
from partnercenter.errors import RuleViolation
from reviews.admin.acts import ACTS
from reviews.models import Review

MOST = 50  # as many as one page of the queue shows


class SelectedMixin:
    @admin.action(description=_("Take"), permissions=["decide"])
    def take_selected(self, request, queryset):
        if reviews := self.chosen(request, queryset):
            self.carry_out(request, reviews, "take", {})

    @admin.action(description=_("Approve with one comment"), permissions=["decide"])
    def approve_selected(self, request, queryset):
        return self.decide_selected(request, queryset, "approve")

    @admin.action(description=_("Reject with one comment"), permissions=["decide"])
    def reject_selected(self, request, queryset):
        return self.decide_selected(request, queryset, "reject")

    def decide_selected(self, request, queryset, name):
        """First the page that lists the cases and asks for the comment, then the decisions."""
        reviews = self.chosen(request, queryset)
        form_class = ACTS[name].form
        if not reviews:
            return None
        if "use" in request.POST:
            return self.ask_once(request, reviews, form_class(request.POST, act=name).filled())
        if "confirmed" not in request.POST:
            return self.ask_once(request, reviews, form_class(act=name))
        form = form_class(request.POST, act=name)
        if not form.is_valid():
            return self.ask_once(request, reviews, form, status=400)
        self.carry_out(request, reviews, name, form.cleaned_data)
        return None

    def chosen(self, request, queryset):
        """The selected cases; a confirmed selection also those that somebody has decided meanwhile."""
        if "confirmed" in request.POST:
            chosen = Review.objects.filter(pk__in=request.POST.getlist(ACTION_CHECKBOX_NAME))
            queryset = chosen.order_by(*self.get_ordering(request))
        reviews = list(queryset.select_related("partner", "preregistration")[: MOST + 1])
        if len(reviews) > MOST:
            self.message_user(
                request, _("Select at most %(most)s cases at once.") % {"most": MOST}, messages.ERROR
            )
            return []
        return reviews

    def carry_out(self, request, reviews, name, answers):
        done = []
        for review in reviews:
            try:
                words = ACTS[name].do(review, answers, by=request.user, at=clock.now())
            except RuleViolation as violation:
                words, level = violation.message, messages.ERROR
            else:
                level = messages.SUCCESS
                done.append(review)
            self.message_user(request, f"{review.number} {review.preregistration}: {words}", level)
        if done:
            LogEntry.objects.log_actions(request.user.pk, done, CHANGE, name)

    def ask_once(self, request, reviews, form, status=200):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Approve these cases?") if form.act == "approve" else _("Reject these cases?"),
            "reviews": reviews,
            "form": form,
            "action": f"{form.act}_selected",
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        template = "admin/reviews/review/decide_selected.html"
        return TemplateResponse(request, template, context, status=status)
