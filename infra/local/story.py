"""What the people of the demo organisation did, each through the service that the API calls."""

import mimetypes
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import requests

from local import demo
from sharewell import tenant_guard
from sharewell.assignments.answers import Given
from sharewell.assignments.bodies import NewAssignments
from sharewell.assignments.doing import doings
from sharewell.assignments.giving import giving
from sharewell.assignments.model import Task
from sharewell.assignments.standing.model import Doing, Reason
from sharewell.caller import Caller, Person, Role
from sharewell.channels.model import ChannelChange, NewChannel
from sharewell.channels.service import channels
from sharewell.channels.tending import tending
from sharewell.content.model import Kind
from sharewell.content.pins import pinned
from sharewell.content.sent.model import NewCredit, NewItem
from sharewell.content.service import items
from sharewell.content.uploads.model import NewFile, NewUpload, Upload
from sharewell.content.uploads.replacement import renewing
from sharewell.content.uploads.service import uploads
from sharewell.content.verification.model import NewVerification
from sharewell.content.verification.service import upkeep
from sharewell.discussions.bodies import ChosenStatus, NewPost
from sharewell.discussions.marking import marking
from sharewell.discussions.model import Anchor, Passage, PostKind, PostStatus
from sharewell.discussions.service import discussions
from sharewell.errors import Conflict, Stale
from sharewell.groups.membership_rules.service import rules
from sharewell.groups.model import GroupKind, NewGroup, Visibility
from sharewell.groups.rule import Condition, Rule, RuleField
from sharewell.groups.service import groups
from sharewell.identity.service import identity
from sharewell.ids import ChannelId, GroupId, InvitationId, ItemId, MemberId, PersonId, PostId
from sharewell.members.invitations import invitations
from sharewell.members.model import NewInvitations, NewOrganisation
from sharewell.members.service import members
from sharewell.profiles.service import profiles
from sharewell.reactions.model import Reaction
from sharewell.reactions.service import reactions

AT_ONCE = 8
READ_WITHIN = 60
"""Seconds."""
ATTEMPTS = 8


class Story:
    """The organisation's past, told up to `today`. `subs` says who signs in with which address."""

    def __init__(self, subs: dict[str, str], today: datetime) -> None:
        self._subs, self._today = subs, today
        self._channels: dict[str, ChannelId] = {}
        self._groups: dict[str, GroupId] = {}
        self._addresses: dict[str, str] = {}

    def people(self) -> None:
        """One signs the organisation up and asks the others in; each writes a profile."""
        founder, *others = demo.people()
        members.open_organisation(
            NewOrganisation(name=demo.COMPANY, your_name=founder.name),
            self._person(founder.address),
        )
        admin = self._caller(founder.address)
        for role in Role:
            some = "\n".join(it.address for it in others if it.role == role)
            if some:
                invitations.invite(NewInvitations(people=some, role=role), by=admin)
        open_ones = self._open_invitations(admin)
        for person in others:
            link = invitations.link(admin.organisation, open_ones[person.address])
            token = link.rpartition("/")[2]
            invitations.accept(token, person.name, self._person(person.address))
        for person in demo.people():
            manager = self._caller(person.manager).member if person.manager else None
            self._describe(person, manager)

    def topics(self) -> None:
        """Channels are opened and followed, groups are made."""
        for channel in demo.channels():
            self._channels[channel.slug] = self._open(channel)
        follows = [(it, slug) for slug, it in self._followers()]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            calls = [tenant_guard.bind_scope(partial(self._follow, *pair)) for pair in follows]
            list(pool.map(lambda call: call(), calls))
        for group in demo.groups():
            first, *rest = group.members
            maker = self._caller(first)
            body = NewGroup(
                name=group.name,
                kind=GroupKind(group.kind),
                visibility=Visibility(group.visibility),
                purpose=group.about,
                members=[self._caller(it).member for it in rest],
            )
            made = self._groups[group.slug] = groups.make(body, by=maker).id
            if group.takes:
                takes = Condition(field=RuleField.DEPARTMENT, among=[group.takes])
                rules.give(made, Rule(takes=takes), None, by=maker)

    def publish(self, item: demo.Item, file: demo.MadeFile | None) -> None:
        """Somebody shares something."""
        # Items of one day keep their order: each is a little later than the one before.
        then = self._days_ago(item.days_ago) + timedelta(minutes=len(self._addresses))
        author = self._caller(item.author)
        shared: dict[str, Any] = {
            "title": item.title,
            "body": item.linked(self._addresses),
            "channels": [self._channels[slug] for slug in item.channels],
            "groups": [self._groups[slug] for slug in item.visible_to],
            "tags": list(item.tags),
        }
        if file:
            type = mimetypes.guess_type(file.name)[0] or "text/vtt"
            size = file.path.stat().st_size
            new = NewUpload(name=file.name, size=size, type=type, **shared)
            upload = replace(uploads, now=lambda: then).begin(new, by=author)
            self._addresses[item.slug] = f"/items/{upload.item}"
            _send(upload, file)
            return
        kind = Kind(item.kind)
        post = NewItem(
            kind=kind,
            url=item.url,
            co_authors=[self._caller(it).member for it in item.co_authors],
            credits=[
                NewCredit(member=self._caller(it).member, what=what)
                for it, what in item.thanks.items()
            ],
            **shared,
        )
        published = replace(items, now=lambda: then).publish(post, by=author)
        self._addresses[item.slug] = f"/items/{published.id}"
        for address in item.helped:
            reactions.react(published.id, [Reaction.HELPED], by=self._caller(address))

    def renew(self, file: demo.MadeFile) -> None:
        """An item gets a newer file once its first one has been read, if that is soon."""
        item = next(it for it in demo.items() if it.slug == file.slug)
        id, by = ItemId(self._id(file.slug)), self._caller(item.author)
        type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        new = NewFile(name=file.name, size=file.path.stat().st_size, type=type)
        for _ in range(READ_WITHIN):
            try:
                upload = renewing.begin(id, new, None, by=by)
            except Conflict:
                time.sleep(1)
                continue
            _send(upload, file)
            return

    def _open(self, channel: demo.Channel) -> ChannelId:
        then = self._days_ago(channel.days_ago)
        new = NewChannel(name=channel.formerly or channel.name, about=channel.about)
        opener = self._caller(channel.opened_by)
        return replace(channels, now=lambda: then).open(new, by=opener).id

    def tend(self) -> None:
        """Channels get the names they have now, curators, and what newcomers should see first."""
        for channel in demo.channels():
            id, by = self._channels[channel.slug], self._caller(channel.opened_by)
            if channel.formerly:
                tending.change(id, ChannelChange(name=channel.name), None, by=by)
            if channel.curators:
                named = [by.member, *(self._caller(it).member for it in channel.curators)]
                tending.curate(id, named, None, by=by)
            if channel.pinned:
                ids = [ItemId(self._id(it)) for it in channel.pinned]
                pinned.put(id, ids, None, by=by)

    def verify(self) -> None:
        """Some items are verified; for some the day of the next time is near, or gone by."""
        for it in demo.verified():
            author = next(one.author for one in demo.items() if one.slug == it.item)
            then = replace(upkeep, now=partial(self._days_ago, it.days_ago))
            by, id = self._caller(it.by), ItemId(self._id(it.item))
            chosen = NewVerification(verifier=by.member, interval=it.every)
            then.ask(id, chosen, None, by=self._caller(author))
            then.verify(id, None, by=by)

    def talk(self) -> None:
        """People discuss items and, in a group, each other's questions."""
        for it in demo.posts():
            about = self._groups.get(it.about) or self._id(it.about)
            then = self._days_ago(it.days_ago)
            passage = Passage(quote=it.quote) if it.quote else None
            new = NewPost(
                kind=PostKind(it.kind), text=it.says, anchor=passage and Anchor(passage=passage)
            )
            first = self._say(about, new, it.by, then)
            for number, reply in enumerate(it.replies, start=1):
                soon = then + timedelta(hours=number)
                own = self._say(about, NewPost(text=reply.says, reply_to=first), reply.by, soon)
                if reply.answers:
                    marking.answer(about, first, own, by=self._caller(it.by))
            if it.status and it.judged_by:
                chosen = ChosenStatus(status=PostStatus(it.status), reason=it.reason or "")
                marking.judge(about, first, chosen, by=self._caller(it.judged_by))

    def _say(self, about: str, new: NewPost, address: str, then: datetime) -> PostId:
        by = self._caller(address)
        return replace(discussions, now=lambda: then).say(about, new, by=by).id

    def ask(self) -> None:
        """Items are assigned to groups and people, who are at them."""
        for it in demo.assignments():
            self._stand(it, self._given(it))

    def _given(self, it: demo.Assignment) -> Sequence[Given]:
        then, by = self._days_ago(it.days_ago), self._caller(it.by)
        new = NewAssignments(
            items=[ItemId(self._id(slug)) for slug in it.items],
            group=self._groups[it.group] if it.group else None,
            members=[self._caller(one).member for one in it.members],
            task=Task(it.task),
            note=it.note,
            due=self._days_ago(-it.due_in).date(),
            zone=next(one.time_zone for one in demo.people() if one.address == it.by),
            reviewer=self._caller(it.reviewer).member if it.reviewer else None,
        )
        return replace(giving, now=lambda: then).give(new, by=by).items

    def _stand(self, it: demo.Assignment, made: Sequence[Given]) -> None:
        """Some of them have done it, ask for time, or say why not."""
        for one in made:
            slug = next(slug for slug in it.items if self._id(slug) == one.item)
            for doing, who in ((Doing.DONE, it.done), (Doing.READY, it.ready)):
                for address in who.get(slug, ()):
                    by = self._caller(address)
                    if one.to in (it.group and self._groups[it.group], by.member):
                        doings.say(one.to, one.id, doing, by=by)
            later = one.due.date() + timedelta(days=5)
            for address, words in it.asks.get(slug, {}).items():
                doings.ask_for_time(one.to, one.id, later, words, by=self._caller(address))
            for address, words in it.says.get(slug, {}).items():
                why = Reason.NOT_RELEVANT
                doings.explain(one.to, one.id, why, words, by=self._caller(address))

    def _id(self, slug: str) -> str:
        return self._addresses[slug].rpartition("/")[2]

    def _open_invitations(self, admin: Caller) -> dict[str, InvitationId]:
        found: dict[str, InvitationId] = {}
        after: str | None = None
        while True:
            page = invitations.open(by=admin, after=after)
            found |= {it.address: it.id for it in page.items}
            if not (after := page.next):
                return found

    def _describe(self, person: demo.Person, manager: MemberId | None) -> None:
        profiles.write(person.about(manager), None, by=self._caller(person.address))

    def _followers(self) -> list[tuple[str, str]]:
        return [
            (channel.slug, address)
            for channel in demo.channels()
            for address in channel.followers
            if address != channel.opened_by
        ]

    def _follow(self, address: str, slug: str) -> None:
        """Several follow one channel at the same time here; the table asks some to try again."""
        for _ in range(ATTEMPTS):
            try:
                channels.follow(self._channels[slug], by=self._caller(address))
            except (Conflict, Stale):
                continue
            return

    def _days_ago(self, days: float) -> datetime:
        return self._today - timedelta(days=days)

    def _person(self, address: str) -> Person:
        person = Person(id=PersonId(self._subs[address]), signed_in_at=self._today)
        tenant_guard.set_person(person.id)  # as the edge says it of whoever asks by HTTP
        return person

    def _caller(self, address: str) -> Caller:
        return identity.caller(self._person(address))


def _send(upload: Upload, file: demo.MadeFile) -> None:
    if upload.form:
        with file.path.open("rb") as data:
            fields = upload.form.fields
            said = requests.post(upload.form.url, fields, files={"file": data}, timeout=30)
        said.raise_for_status()
