"""The Help Center: read by everyone, signed in or not."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views import View

from customers import guide
from partnercenter import clock, times
from partnercenter.forms import FeedbackForm
from partnercenter.models import Policy


@method_decorator(login_not_required, name="dispatch")
class GuideView(View):
    def dispatch(self, request, *args, **kwargs):
        self.policy = Policy.objects.current(clock.now())
        return super().dispatch(request, *args, **kwargs)


class IndexView(GuideView):
    """The chapters, or the paragraphs that have the words that were typed."""

    def get(self, request):
        q = request.GET.get("q", "")[:200].strip()
        hits = guide.search(q, self.policy) if q else []
        context = {"section": "help", "chapters": guide.CHAPTERS, "q": q, "hits": hits}
        return render(request, "help/index.html", context)


class ChapterView(GuideView):
    """One chapter with its feedback form."""

    def get(self, request, slug):
        return self.show(slug, FeedbackForm(), thanks="thanks" in request.GET)

    def post(self, request, slug):
        form = FeedbackForm(request.POST)
        if not form.is_valid():
            return self.show(slug, form)
        chapter = self.chapter(slug)
        if not ratelimit.consume(request, app="help", action="feedback", config=settings.HELP_RATE_LIMITS):
            form.refuse_more()
            return self.show(slug, form, status=429)
        reader = request.user if request.user.is_authenticated else None
        form.keep(page=chapter.slug, by=reader, language=get_language(), at=clock.now())
        return (
            self.show(slug, form, thanks=True)
            if request.htmx
            else redirect(f"{request.path}?thanks#feedback")
        )

    def chapter(self, slug):
        if slug not in guide.BY_SLUG:
            raise Http404
        return guide.BY_SLUG[slug]

    def show(self, slug, form, *, thanks=False, status=200):
        chapter = self.chapter(slug)
        context = {
            "section": "help",
            "chapter": chapter,
            "chapters": guide.CHAPTERS,
            "sections": guide.sections(chapter, self.policy),
            "body": mark_safe(guide.body(chapter, self.policy)),  # noqa: S308 - from our own template
            "policy": self.policy,
            "since": times.moment_and_place(self.policy.starts_at),
            "form": form,
            "thanks": thanks,
        }
        name = "help/_feedback.html" if self.request.htmx else "help/chapter.html"
        return render(self.request, name, context, status=status)
