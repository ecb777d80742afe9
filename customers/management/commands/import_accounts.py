from django.utils.translation import gettext_lazy as _

from customers.imports.accounts import Accounts
from customers.management.importing import ImportCommand


class Command(ImportCommand):
    help = _("Load the vendor's account directory: new accounts are added, known ones updated.")
    kind = Accounts
