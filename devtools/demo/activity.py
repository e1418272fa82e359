"""The activity of the demo organisation, by the services that the API calls."""

import mimetypes
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import requests

import demo
from sharewell.assignments.model import Task
from sharewell.assignments.progress.model import DeclineReason, ProgressState
from sharewell.assignments.progress.service import progress_service
from sharewell.assignments.schemas import AssignmentSummary, NewAssignments
from sharewell.assignments.service import assignment_service
from sharewell.aws import tenant_guard
from sharewell.channels.admin import channel_admin
from sharewell.channels.model import ChannelChange, NewChannel
from sharewell.channels.service import channels
from sharewell.content.channel_pins import channel_pins
from sharewell.content.model import Kind
from sharewell.content.schemas import NewCredit, NewItem
from sharewell.content.service import items
from sharewell.content.uploads.model import NewFile, NewUpload, Upload
from sharewell.content.uploads.replacement import file_replacement
from sharewell.content.uploads.service import uploads
from sharewell.content.verification.model import NewVerification
from sharewell.content.verification.service import verification_service
from sharewell.core.caller import Caller, Person, Role
from sharewell.core.errors import Conflict, VersionConflict
from sharewell.core.ids import ChannelId, GroupId, InvitationId, ItemId, MemberId, PersonId, PostId
from sharewell.discussions.model import Anchor, Passage, PostKind, PostStatus
from sharewell.discussions.moderation import moderation
from sharewell.discussions.schemas import NewPost, StatusChange
from sharewell.discussions.service import discussions
from sharewell.groups.membership_rules.service import rules
from sharewell.groups.model import GroupKind, NewGroup, Visibility
from sharewell.groups.rule import Condition, Rule, RuleField
from sharewell.groups.service import groups
from sharewell.identity.service import identity
from sharewell.members.invitations import invitation_service
from sharewell.members.model import NewInvitations, NewOrganisation
from sharewell.members.service import members
from sharewell.profiles.service import profiles
from sharewell.reactions.model import Reaction
from sharewell.reactions.service import reactions

THREADS = 8
PROCESSING_TIMEOUT = 60
"""Seconds to wait until a file is processed."""
ATTEMPTS = 8


class DemoActivity:
    """Creates the organisation's past up to `today`; `subs` maps addresses to `sub` claims."""

    def __init__(self, subs: dict[str, str], today: datetime) -> None:
        self._subs, self._today = subs, today
        self._channels: dict[str, ChannelId] = {}
        self._groups: dict[str, GroupId] = {}
        self._addresses: dict[str, str] = {}

    def create_members(self) -> None:
        """Creates the organisation, invites the others, and writes their profiles."""
        founder, *others = demo.people()
        members.create_organisation(
            NewOrganisation(name=demo.COMPANY, your_name=founder.name),
            self._person(founder.address),
        )
        admin = self._caller(founder.address)
        for role in Role:
            invited = "\n".join(it.address for it in others if it.role == role)
            if invited:
                invitation_service.invite(NewInvitations(people=invited, role=role), by=admin)
        invitations = self._open_invitations(admin)
        for person in others:
            link = invitation_service.create_link(admin.organisation, invitations[person.address])
            token = link.rpartition("/")[2]
            invitation_service.accept(token, person.name, self._person(person.address))
        for person in demo.people():
            manager = self._caller(person.manager).member if person.manager else None
            self._describe(person, manager)

    def create_channels_and_groups(self) -> None:
        """Creates channels with followers, and groups with membership rules."""
        for channel in demo.channels():
            self._channels[channel.slug] = self._open(channel)
        follows = [(it, slug) for slug, it in self._followers()]
        with ThreadPoolExecutor(THREADS) as pool:
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
            made = self._groups[group.slug] = groups.create(body, by=maker).id
            if group.takes:
                takes = Condition(field=RuleField.DEPARTMENT, among=[group.takes])
                rules.set_rule(made, Rule(condition=takes), None, by=maker)

    def publish(self, item: demo.Item, file: demo.MadeFile | None) -> None:
        """Publishes an item, or uploads its file."""
        # Each item of a day is a little later than the previous one, so that their order stays.
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
            reactions.set_reactions(published.id, [Reaction.HELPED], by=self._caller(address))

    def replace_file(self, file: demo.MadeFile) -> None:
        """Replaces an item's file once the first one is processed, unless that takes too long."""
        item = next(it for it in demo.items() if it.slug == file.slug)
        id, by = ItemId(self._id(file.slug)), self._caller(item.author)
        type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        new = NewFile(name=file.name, size=file.path.stat().st_size, type=type)
        for _ in range(PROCESSING_TIMEOUT):
            try:
                upload = file_replacement.begin(id, new, None, by=by)
            except Conflict:
                time.sleep(1)
                continue
            _send(upload, file)
            return

    def _open(self, channel: demo.Channel) -> ChannelId:
        then = self._days_ago(channel.days_ago)
        new = NewChannel(name=channel.formerly or channel.name, about=channel.about)
        opener = self._caller(channel.opened_by)
        return replace(channels, now=lambda: then).create(new, by=opener).id

    def manage_channels(self) -> None:
        """Sets the present names, the curators and the pinned items of channels."""
        for channel in demo.channels():
            id, by = self._channels[channel.slug], self._caller(channel.opened_by)
            if channel.formerly:
                channel_admin.change(id, ChannelChange(name=channel.name), None, by=by)
            if channel.curators:
                named = [by.member, *(self._caller(it).member for it in channel.curators)]
                channel_admin.set_curators(id, named, None, by=by)
            if channel.pinned:
                ids = [ItemId(self._id(it)) for it in channel.pinned]
                channel_pins.set_pinned(id, ids, None, by=by)

    def verify(self) -> None:
        """Verifies some items; some are due soon or overdue."""
        for it in demo.verified():
            author = next(one.author for one in demo.items() if one.slug == it.item)
            then = replace(verification_service, now=partial(self._days_ago, it.days_ago))
            by, id = self._caller(it.by), ItemId(self._id(it.item))
            chosen = NewVerification(verifier=by.member, interval=it.every)
            then.assign_verifier(id, chosen, None, by=self._caller(author))
            then.verify_item(id, None, by=by)

    def discuss(self) -> None:
        """Writes posts about items and in groups, with replies, answers and statuses."""
        for it in demo.posts():
            about = self._groups.get(it.about) or self._id(it.about)
            then = self._days_ago(it.days_ago)
            passage = Passage(quote=it.quote) if it.quote else None
            new = NewPost(
                kind=PostKind(it.kind), text=it.says, anchor=passage and Anchor(passage=passage)
            )
            first = self._create_post(about, new, it.by, then)
            for number, reply in enumerate(it.replies, start=1):
                soon = then + timedelta(hours=number)
                own = self._create_post(
                    about, NewPost(text=reply.says, reply_to=first), reply.by, soon
                )
                if reply.answers:
                    moderation.accept_answer(about, first, own, by=self._caller(it.by))
            if it.status and it.judged_by:
                chosen = StatusChange(status=PostStatus(it.status), reason=it.reason or "")
                moderation.set_status(about, first, chosen, by=self._caller(it.judged_by))

    def _create_post(self, about: str, new: NewPost, address: str, then: datetime) -> PostId:
        by = self._caller(address)
        return replace(discussions, now=lambda: then).create_post(about, new, by=by).id

    def assign(self) -> None:
        """Assigns items to groups and members, and records their progress."""
        for it in demo.assignments():
            self._record_progress(it, self._assign(it))

    def _assign(self, it: demo.Assignment) -> Sequence[AssignmentSummary]:
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
        return replace(assignment_service, now=lambda: then).create(new, by=by).items

    def _record_progress(self, it: demo.Assignment, made: Sequence[AssignmentSummary]) -> None:
        """Completes or declines some assignments, and requests extensions."""
        for one in made:
            slug = next(slug for slug in it.items if self._id(slug) == one.item)
            for state, who in ((ProgressState.DONE, it.done), (ProgressState.READY, it.ready)):
                for address in who.get(slug, ()):
                    by = self._caller(address)
                    if one.to in (it.group and self._groups[it.group], by.member):
                        progress_service.set_state(one.to, one.id, state, by=by)
            later = one.due.date() + timedelta(days=5)
            for address, words in it.asks.get(slug, {}).items():
                progress_service.request_extension(
                    one.to, one.id, later, words, by=self._caller(address)
                )
            for address, words in it.says.get(slug, {}).items():
                reason = DeclineReason.NOT_RELEVANT
                progress_service.decline(one.to, one.id, reason, words, by=self._caller(address))

    def _id(self, slug: str) -> str:
        return self._addresses[slug].rpartition("/")[2]

    def _open_invitations(self, admin: Caller) -> dict[str, InvitationId]:
        found: dict[str, InvitationId] = {}
        after: str | None = None
        while True:
            page = invitation_service.list_open(by=admin, after=after)
            found |= {it.email: it.id for it in page.items}
            if not (after := page.next):
                return found

    def _describe(self, person: demo.Person, manager: MemberId | None) -> None:
        profiles.update(person.about(manager), None, by=self._caller(person.address))

    def _followers(self) -> list[tuple[str, str]]:
        return [
            (channel.slug, address)
            for channel in demo.channels()
            for address in channel.followers
            if address != channel.opened_by
        ]

    def _follow(self, address: str, slug: str) -> None:
        """Follows a channel; retries conflicts, as several members follow it at the same time."""
        for _ in range(ATTEMPTS):
            try:
                channels.follow(self._channels[slug], by=self._caller(address))
            except (Conflict, VersionConflict):
                continue
            return

    def _days_ago(self, days: float) -> datetime:
        return self._today - timedelta(days=days)

    def _person(self, address: str) -> Person:
        person = Person(id=PersonId(self._subs[address]), signed_in_at=self._today)
        tenant_guard.set_person(person.id)  # as the edge does for HTTP requests
        return person

    def _caller(self, address: str) -> Caller:
        return identity.resolve_caller(self._person(address))


def _send(upload: Upload, file: demo.MadeFile) -> None:
    if upload.form:
        with file.path.open("rb") as data:
            fields = upload.form.fields
            response = requests.post(upload.form.url, fields, files={"file": data}, timeout=30)
        response.raise_for_status()
