from django.views.generic import TemplateView


class HomeView(TemplateView): ...


class PersonalInformationView(TemplateView): ...


class PreferenceView(TemplateView): ...
