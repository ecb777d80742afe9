from django.conf import settings

from partnercenter import brand, logs

THEMES = ("auto", "light", "dark")


def frame(request):
    """What every page's frame shows: the vendor, the reader, the theme."""
    theme = request.COOKIES.get(settings.THEME_COOKIE_NAME)
    return {
        "vendor": settings.VENDOR_NAME,
        "brand": brand.frame(),
        "member": getattr(request, "member", None),
        "theme": theme if theme in THEMES else "auto",
        "languages": settings.LANGUAGES,
        "reference": logs.reference(),
        "demo_mailbox": settings.DEMO_MAILBOX,
    }
