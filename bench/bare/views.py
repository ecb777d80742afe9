"""What the product is measured against: the same form, insert and list, and no rules."""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone

from customers.models import PreRegistration
from customers.statuses import Status
from partnercenter.models import Member


class Form(forms.ModelForm):
    class Meta:
        model = PreRegistration
        fields = ("email", "company_name", "contact_name", "country", "mobile", "industry", "notes")


@login_required
def preregister(request):
    form = Form(request.POST or None)
    if not form.is_valid():
        return render(request, "bare/form.html", {"form": form})
    row = form.save(commit=False)
    row.partner_id = Member.objects.get(user=request.user).partner_id
    row.created_by = request.user
    row.created_at = row.status_since = timezone.now()
    row.expires_at = row.due_at = row.created_at + timedelta(days=15)
    row.email_key = row.hold_key = row.email.casefold()
    row.status = Status.PREREGISTERED
    row.save(force_insert=True)
    return redirect("list")


@login_required
def show_list(request):
    """The list as it is often written: whole objects, and everything formatted in the template."""
    partner = Member.objects.get(user=request.user).partner_id
    rows = PreRegistration.objects.filter(partner=partner).select_related("created_by")[:100]
    return render(request, "bare/list.html", {"rows": rows})
