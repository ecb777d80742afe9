from reviews.admin import comments, dashboard, queue

__all__ = ["comments", "dashboard", "queue"]
