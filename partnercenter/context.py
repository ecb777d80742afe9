from django.conf import settings

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"


def frame(request):
    """What every page's frame shows: the vendor, the reader, the theme."""
    theme = request.COOKIES.get(THEME_COOKIE)
    return {
        "vendor": settings.VENDOR_NAME,
        "member": getattr(request, "member", None),
        "theme": theme if theme in THEMES else "auto",
        "languages": settings.LANGUAGES,
    }
