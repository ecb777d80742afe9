from customers.admin import acceptances, accounts, history, leads, notices, partners, policies, ways_in

__all__ = ["acceptances", "accounts", "history", "leads", "notices", "partners", "policies", "ways_in"]
