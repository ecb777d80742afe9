from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from partnercenter import brand, failures, mailbox, style, views

# One sign-in for everyone: the admin's is the same page, with the same throttle and second factor.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="customers:home"), name="root"),
    path("partner-center/reviews/", include("reviews.urls")),
    path("partner-center/", include("customers.urls")),
    path(
        "partner-center/account/personal-information/",
        views.PersonalInformationView.as_view(),
        name="personal_information",
    ),
    path("i/", include("customers.urls_invitee")),
    path("account/", include("customers.urls_customer")),
    path("help/", include("customers.urls_help")),
    path("brand/colours.css", brand.colours, name="brand_colours"),
    path("brand/logo.png", brand.logo, name="brand_logo"),
    path("style/", style.page, name="style"),
    path("preferences/", views.PreferenceView.as_view(), name="preferences"),
    # Members are made by administrators, and their sign-in address is changed there.
    path("accounts/signup/", failures.not_found),
    path("accounts/email/", failures.not_found),
    re_path(r"^accounts/confirm-email/", failures.not_found),
    # The new password is tried at once, and the sign-in page says that it is changed.
    path(
        "accounts/password/reset/key/done/",
        login_not_required(RedirectView.as_view(pattern_name="account_login")),
    ),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("admin/", admin.site.urls),
    path("mailbox/", mailbox.MailboxView.as_view(), name="mailbox"),
    path("mailbox/<uuid:pk>/", mailbox.MessageView.as_view(), name="mailbox_message"),
    path("mailbox/<uuid:pk>/html/", mailbox.MessageHtmlView.as_view(), name="mailbox_html"),
]

handler400 = "partnercenter.failures.bad_request"
handler403 = "partnercenter.failures.permission_denied"
handler404 = "partnercenter.failures.not_found"
handler429 = "partnercenter.failures.too_many_requests"  # the sign-in library asks for it
handler500 = "partnercenter.failures.server_error"
