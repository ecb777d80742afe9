"""Due instants counted by hand on the official calendars, never copied from a run.

China: the State Council's notices for 2025 and 2026. Singapore: the Ministry of Manpower. South Africa: the Public
Holidays Act. Germany: the nine holidays of every Land. Brazil: the national holidays, carnival and bridge days not among
them. Saudi Arabia: the private sector's holidays; Friday and Saturday are the weekend. United States: federal holidays.
"""

from datetime import date

from reviews.workdays import Office

SINGAPORE = Office("SG", "Asia/Singapore")
CHINA = Office("CN", "Asia/Shanghai")
SOUTH_AFRICA = Office("ZA", "Africa/Johannesburg")
GERMANY = Office("DE", "Europe/Berlin")
BRAZIL = Office("BR", "America/Sao_Paulo")
SAUDI_ARABIA = Office("SA", "Asia/Riyadh")
UNITED_STATES = Office("US", "America/New_York")
HONG_KONG = Office("HK", "Asia/Hong_Kong")
EVERY_OFFICE = (
    SINGAPORE,
    CHINA,
    SOUTH_AFRICA,
    GERMANY,
    BRAZIL,
    SAUDI_ARABIA,
    UNITED_STATES,
    HONG_KONG,
)

# Offices that work on the very day their clocks change.
BERLIN_AT_CHANGES = Office(
    "DE", "Europe/Berlin", extra_days=frozenset({date(2026, 3, 29), date(2026, 10, 25)})
)
CAIRO_AT_THE_CHANGE = Office("EG", "Africa/Cairo", extra_days=frozenset({date(2026, 4, 24)}))

CLOSED_MONDAY = Office("SG", "Asia/Singapore", closures=frozenset({date(2026, 3, 9)}))
OPEN_SATURDAY = Office("SG", "Asia/Singapore", extra_days=frozenset({date(2026, 3, 7)}))
BOTH_THAT_SATURDAY = Office(
    "SG",
    "Asia/Singapore",
    closures=frozenset({date(2026, 3, 7)}),
    extra_days=frozenset({date(2026, 3, 7)}),
)
OPEN_ON_NATIONAL_DAY = Office("SG", "Asia/Singapore", extra_days=frozenset({date(2026, 8, 10)}))
NOWHERE = Office("ZZ", "UTC")

# Two working days: the sentence, the office, submitted, due; all on the office's wall clock.
DUE = [
    # An ordinary week, and the edges of its days
    ("Monday is due on Wednesday", SINGAPORE, "2026-03-02T17:00+08:00", "2026-03-04T17:00+08:00"),
    ("Friday is due on Tuesday", SINGAPORE, "2026-11-20T16:20+08:00", "2026-11-24T16:20+08:00"),
    ("Friday 23:59 still counts as Friday", SINGAPORE, "2026-03-06T23:59+08:00", "2026-03-10T23:59+08:00"),
    ("so does its last second", SINGAPORE, "2026-03-06T23:59:59+08:00", "2026-03-10T23:59:59+08:00"),
    (
        "and its last microsecond",
        SINGAPORE,
        "2026-03-06T23:59:59.999999+08:00",
        "2026-03-10T23:59:59.999999+08:00",
    ),
    ("Saturday's first second counts from Monday", SINGAPORE, "2026-03-07T00:00+08:00", "2026-03-11T00:00+08:00"),
    ("Saturday morning counts from Monday", SINGAPORE, "2026-03-07T10:00+08:00", "2026-03-11T00:00+08:00"),
    ("Sunday's last second counts from Monday", SINGAPORE, "2026-03-08T23:59:59+08:00", "2026-03-11T00:00+08:00"),
    ("Monday's first instant counts from itself", SINGAPORE, "2026-03-09T00:00+08:00", "2026-03-11T00:00+08:00"),
    ("a second later is due a second later", SINGAPORE, "2026-03-09T00:00:01+08:00", "2026-03-11T00:00:01+08:00"),
    ("the office's zone decides that it is Saturday", SINGAPORE, "2026-03-06T16:30Z", "2026-03-10T16:00Z"),
    ("the office's zone decides that it is Friday", UNITED_STATES, "2026-01-24T03:00Z", "2026-01-28T03:00Z"),
    # Singapore: New Year's holidays, and Sundays' holidays moved to Monday
    ("Lunar New Year is skipped", SINGAPORE, "2026-02-16T12:00+08:00", "2026-02-20T12:00+08:00"),
    ("Lunar New Year after the first of two days", SINGAPORE, "2026-02-13T12:00+08:00", "2026-02-19T12:00+08:00"),
    ("on Lunar New Year counts from the day after", SINGAPORE, "2026-02-17T12:00+08:00", "2026-02-23T00:00+08:00"),
    ("Hari Raya Puasa on a Saturday moves nothing", SINGAPORE, "2026-03-19T12:00+08:00", "2026-03-23T12:00+08:00"),
    ("Good Friday makes a long weekend", SINGAPORE, "2026-04-02T12:00+08:00", "2026-04-07T12:00+08:00"),
    ("Hari Raya Haji falls on a Wednesday", SINGAPORE, "2026-05-26T12:00+08:00", "2026-05-29T12:00+08:00"),
    ("Vesak Day on a Sunday takes the Monday", SINGAPORE, "2026-05-29T12:00+08:00", "2026-06-03T12:00+08:00"),
    ("National Day on a Sunday takes the Monday", SINGAPORE, "2026-08-07T09:00+08:00", "2026-08-12T09:00+08:00"),
    ("before Deepavali's weekend counts from Tuesday", SINGAPORE, "2026-11-07T09:00+08:00", "2026-11-12T00:00+08:00"),
    ("Christmas is skipped", SINGAPORE, "2026-12-24T12:00+08:00", "2026-12-29T12:00+08:00"),
    ("the year ends within", SINGAPORE, "2026-12-31T12:00+08:00", "2027-01-05T12:00+08:00"),
    # China 2025
    ("Sunday 26 January 2025 is worked", CHINA, "2025-01-24T16:00+08:00", "2025-01-27T16:00+08:00"),
    ("on that Sunday, over Spring Festival", CHINA, "2025-01-26T10:00+08:00", "2025-02-05T10:00+08:00"),
    ("on the Saturday before it counts from Sunday", CHINA, "2025-01-25T10:00+08:00", "2025-02-05T00:00+08:00"),
    ("on New Year's Eve of the moon", CHINA, "2025-01-28T09:00+08:00", "2025-02-07T00:00+08:00"),
    ("Saturday 8 February 2025 is worked", CHINA, "2025-02-06T18:00+08:00", "2025-02-08T18:00+08:00"),
    ("and the Sunday after it is not", CHINA, "2025-02-07T12:00+08:00", "2025-02-10T12:00+08:00"),
    ("on that Saturday", CHINA, "2025-02-08T12:00+08:00", "2025-02-11T12:00+08:00"),
    ("Qingming 2025", CHINA, "2025-04-03T15:00+08:00", "2025-04-08T15:00+08:00"),
    ("Sunday 27 April 2025 is worked", CHINA, "2025-04-25T10:00+08:00", "2025-04-28T10:00+08:00"),
    ("the last second before Labour Day 2025", CHINA, "2025-04-30T23:59:59+08:00", "2025-05-07T23:59:59+08:00"),
    ("Dragon Boat 2025 takes the Monday", CHINA, "2025-05-30T10:00+08:00", "2025-06-04T10:00+08:00"),
    ("Sunday 28 September 2025 is worked", CHINA, "2025-09-26T17:00+08:00", "2025-09-29T17:00+08:00"),
    ("National Day with Mid-Autumn 2025", CHINA, "2025-09-30T11:00+08:00", "2025-10-10T11:00+08:00"),
    ("on Mid-Autumn 2025, due on a worked Saturday", CHINA, "2025-10-06T08:00+08:00", "2025-10-11T00:00+08:00"),
    ("Saturday 11 October 2025 is worked", CHINA, "2025-10-09T11:00+08:00", "2025-10-11T11:00+08:00"),
    ("and counts as the first day", CHINA, "2025-10-10T11:00+08:00", "2025-10-13T11:00+08:00"),
    # China 2026
    ("over New Year to Sunday 4 January 2026, worked", CHINA, "2025-12-31T14:00+08:00", "2026-01-05T14:00+08:00"),
    ("on 2 January 2026, off", CHINA, "2026-01-02T14:00+08:00", "2026-01-06T00:00+08:00"),
    ("on that Sunday 4 January", CHINA, "2026-01-04T09:30+08:00", "2026-01-06T09:30+08:00"),
    ("Saturday 14 February 2026 is worked", CHINA, "2026-02-12T16:00+08:00", "2026-02-14T16:00+08:00"),
    ("then nine days of Spring Festival 2026", CHINA, "2026-02-13T16:00+08:00", "2026-02-24T16:00+08:00"),
    ("on that Saturday 14 February", CHINA, "2026-02-14T16:00+08:00", "2026-02-25T16:00+08:00"),
    ("on its first day off", CHINA, "2026-02-15T16:00+08:00", "2026-02-26T00:00+08:00"),
    ("in its last second", CHINA, "2026-02-23T23:59:59+08:00", "2026-02-26T00:00+08:00"),
    ("in the first second after it", CHINA, "2026-02-24T00:00+08:00", "2026-02-26T00:00+08:00"),
    ("Saturday 28 February 2026 is worked", CHINA, "2026-02-26T09:00+08:00", "2026-02-28T09:00+08:00"),
    ("and counts as the first day in 2026", CHINA, "2026-02-27T09:00+08:00", "2026-03-02T09:00+08:00"),
    ("on that Saturday 28 February", CHINA, "2026-02-28T09:00+08:00", "2026-03-03T09:00+08:00"),
    ("Qingming on a Sunday takes the Monday", CHINA, "2026-04-03T10:00+08:00", "2026-04-08T10:00+08:00"),
    ("five days of Labour Day 2026", CHINA, "2026-04-30T10:00+08:00", "2026-05-07T10:00+08:00"),
    ("Saturday 9 May 2026 is worked", CHINA, "2026-05-07T10:00+08:00", "2026-05-09T10:00+08:00"),
    ("Dragon Boat 2026", CHINA, "2026-06-18T10:00+08:00", "2026-06-23T10:00+08:00"),
    ("Sunday 20 September 2026 is worked", CHINA, "2026-09-18T10:00+08:00", "2026-09-21T10:00+08:00"),
    ("Mid-Autumn 2026", CHINA, "2026-09-24T10:00+08:00", "2026-09-29T10:00+08:00"),
    ("National Day 2026", CHINA, "2026-09-30T10:00+08:00", "2026-10-09T10:00+08:00"),
    ("on National Day's Saturday", CHINA, "2026-10-03T10:00+08:00", "2026-10-10T00:00+08:00"),
    ("Saturday 10 October 2026 is worked", CHINA, "2026-10-08T10:00+08:00", "2026-10-10T10:00+08:00"),
    ("and the Sunday after it is off", CHINA, "2026-10-09T10:00+08:00", "2026-10-12T10:00+08:00"),
    # South Africa
    ("Good Friday and Family Day", SOUTH_AFRICA, "2026-04-02T10:00+02:00", "2026-04-08T10:00+02:00"),
    ("Freedom Day on a Monday", SOUTH_AFRICA, "2026-04-24T10:00+02:00", "2026-04-29T10:00+02:00"),
    ("Workers' Day on a Friday", SOUTH_AFRICA, "2026-04-29T10:00+02:00", "2026-05-04T10:00+02:00"),
    ("Youth Day on a Tuesday", SOUTH_AFRICA, "2026-06-15T10:00+02:00", "2026-06-18T10:00+02:00"),
    ("Women's Day on a Sunday takes the Monday", SOUTH_AFRICA, "2026-08-07T10:00+02:00", "2026-08-12T10:00+02:00"),
    ("a Saturday's holiday moves nothing", SOUTH_AFRICA, "2026-03-20T10:00+02:00", "2026-03-24T10:00+02:00"),
    ("the Day of Reconciliation", SOUTH_AFRICA, "2026-12-15T10:00+02:00", "2026-12-18T10:00+02:00"),
    ("Christmas and Goodwill", SOUTH_AFRICA, "2026-12-24T10:00+02:00", "2026-12-29T10:00+02:00"),
    # Germany
    ("Easter", GERMANY, "2026-04-02T15:00+02:00", "2026-04-08T15:00+02:00"),
    ("Ascension Day and the worked Friday after", GERMANY, "2026-05-13T15:00+02:00", "2026-05-18T15:00+02:00"),
    ("Whit Monday", GERMANY, "2026-05-22T15:00+02:00", "2026-05-27T15:00+02:00"),
    ("Corpus Christi is not nationwide", GERMANY, "2026-06-03T15:00+02:00", "2026-06-05T15:00+02:00"),
    ("Unity Day on a Saturday moves nothing", GERMANY, "2026-10-02T15:00+02:00", "2026-10-06T15:00+02:00"),
    ("Christmas Eve is worked", GERMANY, "2026-12-23T12:00+01:00", "2026-12-28T12:00+01:00"),
    ("to 29 February 2028", GERMANY, "2028-02-25T09:00+01:00", "2028-02-29T09:00+01:00"),
    ("across 29 February 2028", GERMANY, "2028-02-28T09:00+01:00", "2028-03-01T09:00+01:00"),
    ("on 29 February 2028", GERMANY, "2028-02-29T09:00+01:00", "2028-03-02T09:00+01:00"),
    # Clocks that change
    ("Berlin keeps its wall time in March", GERMANY, "2026-03-27T09:00+01:00", "2026-03-31T09:00+02:00"),
    ("Berlin's Monday begins in summer time", GERMANY, "2026-03-28T09:00+01:00", "2026-04-01T00:00+02:00"),
    ("Berlin keeps its wall time in October", GERMANY, "2026-10-23T09:00+02:00", "2026-10-27T09:00+01:00"),
    ("in the hour that Berlin has twice", GERMANY, "2026-10-25T02:30+01:00", "2026-10-28T00:00+01:00"),
    ("New York keeps its wall time in March", UNITED_STATES, "2026-03-06T17:00-05:00", "2026-03-10T17:00-04:00"),
    ("New York keeps its wall time in November", UNITED_STATES, "2026-10-30T17:00-04:00", "2026-11-03T17:00-05:00"),
    ("São Paulo's clocks stay", BRAZIL, "2026-10-16T10:00-03:00", "2026-10-20T10:00-03:00"),
    ("just before the hour that is skipped", BERLIN_AT_CHANGES, "2026-03-26T01:59:59+01:00", "2026-03-29T01:59:59+01:00"),
    ("in the hour that is skipped: its end", BERLIN_AT_CHANGES, "2026-03-26T02:30:15+01:00", "2026-03-29T03:00+02:00"),
    ("just after the hour that is skipped", BERLIN_AT_CHANGES, "2026-03-26T03:00+01:00", "2026-03-29T03:00+02:00"),
    ("in the hour that comes twice: the first", BERLIN_AT_CHANGES, "2026-10-22T02:30+02:00", "2026-10-25T02:30+02:00"),
    ("from its second time: two days on", BERLIN_AT_CHANGES, "2026-10-25T02:30+01:00", "2026-10-27T02:30+01:00"),
    ("Cairo skips a midnight", CAIRO_AT_THE_CHANGE, "2026-04-22T00:00+02:00", "2026-04-24T01:00+03:00"),
    # United States
    ("Independence Day on a Saturday takes the Friday", UNITED_STATES, "2026-07-02T12:00-04:00", "2026-07-07T12:00-04:00"),
    ("Thanksgiving and the worked Friday", UNITED_STATES, "2026-11-25T12:00-05:00", "2026-11-30T12:00-05:00"),
    ("New Year 2028 is kept in 2027", UNITED_STATES, "2027-12-30T12:00-05:00", "2028-01-04T12:00-05:00"),
    # Brazil
    ("carnival is no national holiday", BRAZIL, "2026-02-13T10:00-03:00", "2026-02-17T10:00-03:00"),
    ("Tiradentes on a Tuesday", BRAZIL, "2026-04-20T10:00-03:00", "2026-04-23T10:00-03:00"),
    ("Independence Day on a Monday", BRAZIL, "2026-09-04T10:00-03:00", "2026-09-09T10:00-03:00"),
    ("All Souls' on a Monday", BRAZIL, "2026-10-30T10:00-03:00", "2026-11-04T10:00-03:00"),
    ("Black Awareness Day on a Friday", BRAZIL, "2026-11-19T10:00-03:00", "2026-11-24T10:00-03:00"),
    # Saudi Arabia: the weekend is Friday and Saturday
    ("Thursday is due on Monday", SAUDI_ARABIA, "2026-01-15T16:00+03:00", "2026-01-19T16:00+03:00"),
    ("Friday counts from Sunday", SAUDI_ARABIA, "2026-01-16T10:00+03:00", "2026-01-20T00:00+03:00"),
    ("Saturday counts from Sunday", SAUDI_ARABIA, "2026-01-17T23:59:59+03:00", "2026-01-20T00:00+03:00"),
    ("Sunday is due on Tuesday", SAUDI_ARABIA, "2026-01-18T10:00+03:00", "2026-01-20T10:00+03:00"),
    ("Founding Day on a Sunday", SAUDI_ARABIA, "2026-02-19T10:00+03:00", "2026-02-24T10:00+03:00"),
    ("Eid al-Fitr 2025", SAUDI_ARABIA, "2025-03-27T10:00+03:00", "2025-04-06T10:00+03:00"),
    ("National Day on a Wednesday", SAUDI_ARABIA, "2026-09-22T10:00+03:00", "2026-09-27T10:00+03:00"),
    # What the vendor entered, and what nobody knows
    ("an own closure is skipped", CLOSED_MONDAY, "2026-03-06T16:00+08:00", "2026-03-11T16:00+08:00"),
    ("on an own closure counts from the day after", CLOSED_MONDAY, "2026-03-09T16:00+08:00", "2026-03-12T00:00+08:00"),
    ("an extra Saturday counts", OPEN_SATURDAY, "2026-03-06T16:00+08:00", "2026-03-09T16:00+08:00"),
    ("an extra day beats a public holiday", OPEN_ON_NATIONAL_DAY, "2026-08-07T09:00+08:00", "2026-08-11T09:00+08:00"),
    ("a closure beats an extra day", BOTH_THAT_SATURDAY, "2026-03-06T16:00+08:00", "2026-03-10T16:00+08:00"),
    ("Hong Kong's offices rest on Saturdays", HONG_KONG, "2026-03-06T16:00+08:00", "2026-03-10T16:00+08:00"),
    ("an unknown country knows weekends", NOWHERE, "2026-03-06T16:00Z", "2026-03-10T16:00Z"),
    ("and no Christmas", NOWHERE, "2026-12-24T12:00Z", "2026-12-28T12:00Z"),
]  # fmt: skip

# A pause: the sentence, the office, due, paused from, paused until, due afterwards.
PAUSES = [
    ("no pause", SINGAPORE, "2026-03-04T09:00+08:00", "2026-03-02T12:00+08:00", "2026-03-02T12:00+08:00", "2026-03-04T09:00+08:00"),
    ("a day on working days", SINGAPORE, "2026-03-04T09:00+08:00", "2026-03-02T12:00+08:00", "2026-03-03T12:00+08:00", "2026-03-05T09:00+08:00"),
    ("Friday evening to Monday morning is 18 hours", SINGAPORE, "2026-03-10T16:00+08:00", "2026-03-06T16:00+08:00", "2026-03-09T10:00+08:00", "2026-03-11T10:00+08:00"),
    ("within a weekend is nothing", SINGAPORE, "2026-03-10T16:00+08:00", "2026-03-07T10:00+08:00", "2026-03-08T10:00+08:00", "2026-03-10T16:00+08:00"),
    ("resumed on a Saturday", SINGAPORE, "2026-03-10T16:00+08:00", "2026-03-06T16:00+08:00", "2026-03-07T12:00+08:00", "2026-03-11T00:00+08:00"),
    ("resumed long past the old due", SINGAPORE, "2026-03-10T16:00+08:00", "2026-03-09T16:00+08:00", "2026-03-16T09:00+08:00", "2026-03-17T09:00+08:00"),
    ("resumed on a Friday noon with a day left", SINGAPORE, "2026-03-10T16:00+08:00", "2026-03-09T16:00+08:00", "2026-03-13T12:00+08:00", "2026-03-16T12:00+08:00"),
    ("used up at the end of a Friday: Monday's start", SINGAPORE, "2026-03-10T16:00+08:00", "2026-03-10T04:00+08:00", "2026-03-13T12:00+08:00", "2026-03-16T00:00+08:00"),
    ("over Spring Festival", CHINA, "2026-02-14T16:00+08:00", "2026-02-14T12:00+08:00", "2026-02-20T12:00+08:00", "2026-02-24T04:00+08:00"),
    ("over a change of clocks", GERMANY, "2026-03-31T09:00+02:00", "2026-03-27T09:00+01:00", "2026-03-30T09:00+02:00", "2026-04-01T09:00+02:00"),
    ("a pause begun late gives nothing", SINGAPORE, "2026-03-04T09:00+08:00", "2026-03-04T09:00+08:00", "2026-03-06T09:00+08:00", "2026-03-04T09:00+08:00"),
    ("a clock set back gives nothing", SINGAPORE, "2026-03-04T09:00+08:00", "2026-03-03T12:00+08:00", "2026-03-03T11:00+08:00", "2026-03-04T09:00+08:00"),
]  # fmt: skip

# Four working hours before: the sentence, the office, due, that instant.
BEFORE = [
    ("the same day", SINGAPORE, "2026-03-10T16:00+08:00", "2026-03-10T12:00+08:00"),
    ("the evening before", SINGAPORE, "2026-03-10T02:00+08:00", "2026-03-09T22:00+08:00"),
    ("the Friday before", SINGAPORE, "2026-03-09T02:00+08:00", "2026-03-06T22:00+08:00"),
    ("at midnight, in the day that ends", SINGAPORE, "2026-03-11T00:00+08:00", "2026-03-10T20:00+08:00"),
    ("Monday's start, not Friday's end", SINGAPORE, "2026-03-09T04:00+08:00", "2026-03-09T00:00+08:00"),
    ("before Lunar New Year", SINGAPORE, "2026-02-19T01:00+08:00", "2026-02-16T21:00+08:00"),
    ("on the worked Saturday before Spring Festival", CHINA, "2026-02-24T02:00+08:00", "2026-02-14T22:00+08:00"),
    ("across the hour that is skipped", BERLIN_AT_CHANGES, "2026-03-29T05:00+02:00", "2026-03-29T00:00+01:00"),
]  # fmt: skip
