from django.urls import reverse

from perspectives.discussion.actions import post_comment, withdraw_comment
from perspectives.discussion.models import Comment
from tests import cast


def test_a_redirect_leads_a_browser_on_and_an_address_leads_the_script(client, discussion, ann):
    client.force_login(ann.user)
    address = reverse("perspectives:new_comment", args=[discussion.slug])
    followed = client.post(address, {"body": "By a form.", "key": cast.new_key()})
    assert (followed.status_code, followed["Location"][-2:]) == (303, "#1")
    told = client.post(address, {"body": "By script.", "key": cast.new_key()}, headers={"X-Perspectives": "fetch"})
    assert (told.status_code, told["Location"][-2:], told.content) == (204, "#2", b"")
    assert "no-store" in told["Cache-Control"]


def test_the_same_words_in_the_same_place_with_a_new_key_lead_to_the_first_comment(client, discussion, ann):
    client.force_login(ann.user)
    address = reverse("perspectives:new_comment", args=[discussion.slug])
    answers = [client.post(address, {"body": "Sent after going back.", "key": cast.new_key()}) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Comment.objects.count() == 1


def test_the_same_words_elsewhere_by_others_or_after_withdrawing_are_new(discussion, ann, ben):
    first = cast.say(discussion, ann, "Agreed.")
    cast.say(discussion, ben, "Agreed.")
    withdraw_comment(comment=first, member=ann)
    again = post_comment(discussion=discussion, author=ann, body="Agreed.", key=cast.new_key())
    assert again.created
    assert Comment.objects.count() == 3
