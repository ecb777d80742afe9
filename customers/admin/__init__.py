from customers.admin import accounts, history, leads, notices, partners, policies, ways_in

__all__ = ["accounts", "history", "leads", "notices", "partners", "policies", "ways_in"]
