from customers.admin import accounts, history, leads, partners, policies

__all__ = ["accounts", "history", "leads", "partners", "policies"]
