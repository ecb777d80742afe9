"""The page of someone who is a customer and nothing else."""

from django.shortcuts import redirect, render
from django.views import View

from customers.models import Acceptance, CustomerAccount
from customers.statuses import Status
from partnercenter import clock, times


class HomeView(View):
    """Its account, its partner, and what it can do."""

    def get(self, request):
        if request.user.is_staff or getattr(request, "member", None):
            return redirect("root")
        accounts = CustomerAccount.objects.select_related("associated_partner", "association")
        account = accounts.filter(email_key=request.user.email).first()
        waiting = Acceptance.objects.select_related("preregistration__partner").filter(
            account=account, preregistration__status=Status.PENDING_REVIEW
        )
        context = {
            "account": account,
            "partner": account and account.associated_partner,
            "since": since(account, clock.now()),
            "waiting": waiting.first() if account else None,
        }
        return render(request, "customer/home.html", context)


def since(account, at):
    """When the association began; not known where the directory brought it."""
    if account is None or account.association is None:
        return None
    began = account.association.status_since
    return {"iso": began.isoformat(), "words": times.moment_and_place(began), "ago": times.ago(began, at)}
