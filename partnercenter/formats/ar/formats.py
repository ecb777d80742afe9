"""Django's Arabic dates follow the English order; these read like all others of ours."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، H:i"
TIME_FORMAT = "H:i"
