from django.urls import path

from customers.views import partner as views

app_name = "customers"
urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("customers/", views.ListView.as_view(), name="list"),
    path("customers/preregister/", views.PreRegisterView.as_view(), name="preregister"),
    path("customers/delete/", views.DeleteView.as_view(), name="delete"),
    path("customers/<uuid:pk>/", views.DetailView.as_view(), name="detail"),
    path("decisions/<str:number>/", views.DecisionView.as_view(), name="decision"),
]
