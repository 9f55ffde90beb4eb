"""Say "I am on this" about an item: by the button on its card, or by the script when a card is looked at."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from perspectives.discussion.doors import csrf_reason, moderator_required, refused_form
from perspectives.discussion.models import Comment
from perspectives.discussion.rules import viewer_of
from perspectives.moderation.actions import claim_comment
from perspectives.moderation.notes import tell
from perspectives.moderation.views.in_place import is_by_script, private
from perspectives.moderation.views.who import member_of


@moderator_required
def claim(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Claim the item for a few minutes, and go to its page; who came back from signing in is led there as well."""
    comments = Comment.objects.moderated_by(viewer_of(request)).select_related("discussion")
    comment = get_object_or_404(comments, discussion__slug=slug, number=number)
    item = HttpResponseRedirect(reverse("perspectives:desk_item", args=[slug, number]), status=303)
    if request.method != "POST":
        return item
    if csrf_reason(request):
        return refused_form(request)
    me = member_of(request)
    held = claim_comment(comment=comment, moderator=me)
    sentence = "" if held.member_id == me.pk else _("%(name)s is on this") % {"name": held.member.display_name}
    if is_by_script(request):
        return private(JsonResponse({"said": sentence}))
    tell(request, sentence or _("The others see that you are on this, for five minutes."))
    return item
