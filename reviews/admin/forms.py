"""What reviewers enter. Each form has its own ids, because they stand on one page."""

from django import forms
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from partnercenter.models import TIME_ZONES, User
from reviews.models import WORDS_LENGTH, CommentTemplate, Review


def reviewers():
    """The active staff who may decide, administrators included."""
    right = Permission.objects.filter(content_type__app_label="reviews", codename="decide_review")
    able = Q(is_superuser=True) | Q(user_permissions__in=right) | Q(groups__permissions__in=right)
    return User.objects.filter(able, is_active=True, is_staff=True).distinct().order_by("name", "email")


def words(label, *, required=True, rows=3, **kwargs):
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=WORDS_LENGTH, required=required, widget=area, **kwargs)


class CaseForm(forms.Form):
    """`act` names the form among the others of the page."""

    def __init__(self, *args, act, review=None, **kwargs):
        super().__init__(*args, auto_id=f"{act}-%s", **kwargs)
        self.act, self.review = act, review


class AssignForm(CaseForm):
    to = forms.ModelChoiceField(User.objects.none(), label=_("Reviewer"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = reviewers()


class AskForm(CaseForm):
    question = words(_("Question to the partner"))


class NoteForm(CaseForm):
    note = words(_("Note for reviewers"), rows=2)


class CommentForm(CaseForm):
    """A comment that reaches the partner, written by hand or begun from a template."""

    OUTCOMES = {"approve": "approved", "reject": "rejected", "duplicate": "duplicate"}

    template = forms.ModelChoiceField(
        CommentTemplate.objects.none(), label=_("Template"), required=False, empty_label=_("None")
    )
    comment = words(_("Comment to the partner"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        templates = CommentTemplate.objects.filter(outcome=self.OUTCOMES[self.act])
        self.fields["template"].queryset = templates

    def filled(self):
        """The same form with the chosen template's words below what was typed."""
        answers = self.data.copy()
        self.full_clean()
        template = self.cleaned_data.get("template")
        if template:
            typed = answers.get("comment", "").strip()
            answers["comment"] = "\n\n".join(filter(None, [typed, template.words]))
        return type(self)(act=self.act, review=self.review, initial=answers.dict())


class ApproveForm(CommentForm):
    comment = words(_("Comment to the partner"), required=False, help_text=_("May be left empty."))


class RejectForm(CommentForm):
    comment = words(_("Comment to the partner"), help_text=_("Required: it tells the partner why."))


class DuplicateForm(RejectForm):
    number = forms.CharField(
        label=_("Number of the case that it repeats"), max_length=30, help_text=_("Such as R-2026-000042.")
    )
    field_order = ("number", "template", "comment")

    def clean_number(self):
        original = Review.objects.select_related("preregistration")
        original = original.numbered(self.cleaned_data["number"].strip()).first()
        if original is None:
            raise forms.ValidationError(_("There is no case of this number."), code="unknown")
        return original


class OfficeForm(CaseForm):
    country = forms.ChoiceField(label=_("Country of the office"), choices=lambda: list(countries))
    time_zone = forms.ChoiceField(
        label=_("Time zone of the office"), choices=[(name, name) for name in sorted(TIME_ZONES)]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.review:
            self.initial.setdefault("country", self.review.office_country.code)
            self.initial.setdefault("time_zone", self.review.office_time_zone)
