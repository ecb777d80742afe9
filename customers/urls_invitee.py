from django.urls import path

from customers.views import invitee

app_name = "invitee"
urlpatterns = [
    path("<str:token>/", invitee.WelcomeView.as_view(), name="welcome"),
    path("<str:token>/send-code/", invitee.SendCodeView.as_view(), name="send_code"),
    path("<str:token>/code/", invitee.CodeView.as_view(), name="code"),
    path("<str:token>/accept/", invitee.AcceptView.as_view(), name="accept"),
    path("<str:token>/accept/<slug:question>/", invitee.QuestionView.as_view(), name="question"),
    path("<str:token>/result/", invitee.ResultView.as_view(), name="result"),
    path("<str:token>/decline/", invitee.DeclineView.as_view(), name="decline"),
    path("<str:token>/wrong-person/", invitee.WrongPersonView.as_view(), name="wrong_person"),
    path("<str:token>/declined/", invitee.DeclinedView.as_view(), name="declined"),
    path("<str:token>/other-address/", invitee.OtherAddressView.as_view(), name="other_address"),
    path("<str:token>/told/", invitee.ToldView.as_view(), name="told"),
]
