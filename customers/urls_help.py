from django.urls import path

from customers.views import help as views

app_name = "help"
urlpatterns = [
    path("", views.IndexView.as_view(), name="index"),
    path("<slug:slug>/", views.ChapterView.as_view(), name="chapter"),
]
