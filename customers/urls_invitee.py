from django.urls import path

from customers.views import invitee

app_name = "invitee"
urlpatterns = [
    path("<str:token>/", invitee.WelcomeView.as_view(), name="welcome"),
]
