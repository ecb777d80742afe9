from django.urls import path

from customers import views

app_name = "customers"
urlpatterns = [
    path("", views.ListView.as_view(), name="list"),
    path("preregister/", views.PreRegisterView.as_view(), name="preregister"),
    path("delete/", views.DeleteView.as_view(), name="delete"),
    path("decisions/<str:number>/", views.DecisionView.as_view(), name="decision"),
    path("<uuid:pk>/", views.DetailView.as_view(), name="detail"),
]
