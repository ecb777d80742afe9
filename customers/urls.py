from django.urls import path
from django.utils.module_loading import import_string

from customers import qr
from customers.views import (
    corrections,
    customer_list,
    invite,
    invite_qr,
    invite_selected,
    notices,
    openings,
    revealing,
)
from customers.views import partner as views

app_name = "customers"


def export(request, kind):
    """The writer of Excel files costs a process 16 MB: it is loaded where somebody exports, not before."""
    return import_string("customers.views.export.ExportView").as_view()(request, kind=kind)


urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("customers/", customer_list.ListView.as_view(), name="list"),
    path("customers/columns/", customer_list.ColumnsView.as_view(), name="columns"),
    path("customers/export/csv/", export, {"kind": "csv"}, name="export_csv"),
    path("customers/export/xlsx/", export, {"kind": "xlsx"}, name="export_xlsx"),
    path("customers/<uuid:pk>/reveal/", revealing.RevealView.as_view(), name="reveal"),
    path("customers/preregister/", views.PreRegisterView.as_view(), name="preregister"),
    path("customers/delete/", views.DeleteView.as_view(), name="delete"),
    path("customers/invite/", invite_selected.InviteSelectedView.as_view(), name="invite_selected"),
    path("customers/<uuid:pk>/", views.DetailView.as_view(), name="detail"),
    path("customers/<uuid:pk>/invite/", invite.InviteView.as_view(), name="invite"),
    path("customers/<uuid:pk>/invite/letter/", invite.LetterView.as_view(), name="invite_letter"),
    path("customers/<uuid:pk>/invite/make/", invite.MakeView.as_view(), name="invite_make"),
    path("customers/<uuid:pk>/invite/print/", invite_qr.PrintView.as_view(), name="invite_print"),
    path("customers/<uuid:pk>/invite/qr.svg", invite_qr.QrView.as_view(), name="invite_svg"),
    path("customers/<uuid:pk>/invite/qr.png", invite_qr.QrView.as_view(kind=qr.PNG), name="invite_png"),
    path("customers/<uuid:pk>/invite/<uuid:invitation>/revoke/", invite.RevokeView.as_view(), name="revoke"),
    path("notices/", notices.NoticesView.as_view(), name="notices"),
    path("notices/stop/<str:signed>/", notices.StopView.as_view(), name="stop"),
    path("account/mail/", notices.MailView.as_view(), name="mail"),
    path("customers/<uuid:pk>/correct/", corrections.CorrectView.as_view(), name="correct"),
    path("open-invitations/", openings.ListView.as_view(), name="open_invitations"),
    path("open-invitations/new/", openings.NewView.as_view(), name="open_invitation_new"),
    path("open-invitations/<uuid:pk>/", openings.DetailView.as_view(), name="open_invitation"),
    path("open-invitations/<uuid:pk>/revoke/", openings.RevokeView.as_view(), name="open_invitation_revoke"),
    path("open-invitations/<uuid:pk>/print/", openings.PrintView.as_view(), name="open_invitation_print"),
    path("open-invitations/<uuid:pk>/qr.svg", openings.QrView.as_view(), name="open_invitation_svg"),
    path(
        "open-invitations/<uuid:pk>/qr.png", openings.QrView.as_view(kind=qr.PNG), name="open_invitation_png"
    ),
    path("decisions/<str:number>/", views.DecisionView.as_view(), name="decision"),
    path("decisions/<str:number>/reveal/", revealing.RevealEntryView.as_view(), name="reveal_entry"),
]
