from django.urls import path

from customers.views.customer import HomeView

app_name = "customer"
urlpatterns = [path("", HomeView.as_view(), name="home")]
