from django.utils.translation import gettext_lazy as _

from customers.imports.leads import Leads
from customers.management.importing import ImportCommand


class Command(ImportCommand):
    help = _("Load the customers that the vendor's sales team has pre-registered itself.")
    kind = Leads
