from django.urls import path

from reviews.views import cases, files, request

app_name = "reviews"
urlpatterns = [
    path("", cases.ListView.as_view(), name="list"),
    path("new/", request.OpenCaseView.as_view(), name="open_case"),
    path("of/<uuid:pk>/", cases.OfCustomerView.as_view(), name="of_customer"),
    path("<str:number>/", cases.CaseView.as_view(), name="case"),
    path("<str:number>/evidence/<uuid:pk>/", files.EvidenceView.as_view(), name="evidence"),
]
