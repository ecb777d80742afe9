"""Dates and times where Django writes them by itself, as in the admin: the same as everywhere else."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
TIME_FORMAT = "H:i"
