from django.urls import path

from bench.bare import views
from partnercenter.health import healthz

# The product's addresses, so that one client visits both.
urlpatterns = [
    path("healthz", healthz),
    path("partner-center/customers/", views.show_list, name="list"),
    path("partner-center/customers/preregister/", views.preregister),
]
