"""Everything that can happen, in the past tense.

A class here is the event's only declaration: its name is the detail-type, its fields are the
detail. `finds` names what search must look at again, as `kind:field`. `for_integrations` declares
an event that nothing in Sharewell consumes as part of the public integration contract. `make
events` writes each one's schema and an example to events/, and a list of all; tests/contracts holds
the templates' rules to these names.
"""

from datetime import datetime
from typing import ClassVar

from pydantic import Field

from sharewell.ids import (
    AssignmentId,
    AudienceId,
    ChannelId,
    GroupId,
    ImportId,
    InvitationId,
    ItemId,
    MemberId,
    OrganisationId,
    PostId,
    new_ulid,
)
from sharewell.values import Value


class OutboxMessage(Value):
    """What a row's outbox holds, for the relay to publish: an event, or a message about a job."""

    organisation: OrganisationId
    at: datetime
    id: str = Field(default_factory=lambda said: new_ulid(said["at"]))


class Event(OutboxMessage):
    """What every event says; EventBridge's envelope carries the rest."""

    finds: ClassVar[str | None] = None
    for_integrations: ClassVar[bool] = False

    @property
    def ref(self) -> str | None:
        """What search must look at again, as `kind:id`."""
        if self.finds is None:
            return None
        kind, _, field = self.finds.partition(":")
        return f"{kind}:{getattr(self, field)}"


class OrganisationOpened(Event):
    """Someone signed an organisation up, and is its first admin."""

    for_integrations = True

    name: str
    opened_by: MemberId


class MemberInvited(Event):
    """An admin asked somebody in. A mail goes out."""

    invitation: InvitationId
    invited_by: MemberId


class MemberJoined(Event):
    """A person became a member."""

    finds = "person:member"

    member: MemberId


class MemberChanged(Event):
    """A profile, role or state of a member is not what it was.

    With `access_changed` it is the role, or that they are deactivated or back.
    """

    finds = "person:member"

    member: MemberId
    access_changed: bool = False


class MemberRenamed(Event):
    """A member goes by another name; where it is written beside other things, it is carried."""

    member: MemberId


class GroupChanged(Event):
    """A group was made, has other words, visibility or leads, or is archived, deleted or back."""

    finds = "group:group"

    group: GroupId


class GroupMoved(Event):
    """A group is deleted or back, or lets others speak: what was said in it is found or not."""

    group: GroupId


class GroupPurged(Event):
    """Thirty days after its deletion, nothing of a group is left."""

    finds = "group:group"

    group: GroupId


class MemberJoinedGroup(Event):
    """Somebody is in a group; `by` let them in, or they came by themselves or by its rule."""

    group: GroupId
    member: MemberId
    by: MemberId | None = None


class MemberLeftGroup(Event):
    """Somebody is in a group no more."""

    group: GroupId
    member: MemberId


class GroupRoleChanged(Event):
    """Somebody leads, takes part in or observes a group, is away or back, from now on."""

    group: GroupId
    member: MemberId


class GroupJoinAsked(Event):
    """Somebody asks to be let into a group."""

    group: GroupId
    member: MemberId


class MemberAskedIntoGroup(Event):
    """Somebody in a group asks a member of the organisation to come in."""

    group: GroupId
    member: MemberId
    by: MemberId


class ChannelOpened(Event):
    """There is a new channel."""

    finds = "channel:channel"

    channel: ChannelId
    opened_by: MemberId


class ChannelChanged(Event):
    """A channel has another name or description."""

    finds = "channel:channel"

    channel: ChannelId


class ChannelMerged(Event):
    """A channel goes into another; its followers and items are on their way there."""

    finds = "channel:channel"

    channel: ChannelId
    into: ChannelId


class ChannelSwitched(Event):
    """Items of a channel are discussed otherwise by default."""

    for_integrations = True

    channel: ChannelId


class ItemPublished(Event):
    """A note, link or file can be read for the first time."""

    finds = "item:item"

    item: ItemId
    author: MemberId


class ItemChanged(Event):
    """An item's words, place or visibility changed, or it came back after its deletion."""

    finds = "item:item"

    item: ItemId


class ItemMentioned(Event):
    """An item's text mentions people and groups that it did not mention before."""

    item: ItemId
    by: MemberId
    members: list[MemberId] = []
    groups: list[GroupId] = []


class ItemReacted(Event):
    """A member reacted to an item: it helped, or one of a few other things."""

    for_integrations = True

    item: ItemId
    member: MemberId
    reaction: str


class ItemDeleted(Event):
    """An item is a tombstone now."""

    finds = "item:item"

    item: ItemId


class LinkGiven(Event):
    """There is an address whose page nobody has looked at yet."""

    item: ItemId
    url: str


class PicturesShown(Event):
    """A text shows pictures that it did not show before; `of` is `item:<id>` or `group:<id>`."""

    of: str
    pictures: list[str]


class ItemPurged(Event):
    """Thirty days after its deletion, nothing of an item is left."""

    finds = "item:item"

    item: ItemId


class UpkeepChanged(Event):
    """Who verifies an item, until when it counts as verified, or where that shows, changed."""

    finds = "item:item"

    item: ItemId


class VerifierNamed(Event):
    """Others than before are to verify an item: `by` chose them, or they stand in for a leaver."""

    item: ItemId
    verifiers: list[MemberId]
    by: MemberId | None = None


class ItemMoved(Event):
    """An item is called otherwise, stands elsewhere, is for others, or lets others speak."""

    item: ItemId


class PostEvent(Event):
    """Something about a post; `of` is what is discussed, as `item:<id>` or `group:<id>`."""

    of: str
    post: PostId
    by: MemberId

    @property
    def place(self) -> str:
        """What is discussed and the post, as search spells it."""
        return f"{self.of.replace(':', '.')}.{self.post}"


class PostWritten(PostEvent):
    """Somebody said something."""

    finds = "post:place"


class PostEdited(PostEvent):
    """A post has other words, is deleted, or came back.

    `version` is the one that has the words somebody gave it; 0 when it is gone or back.
    """

    finds = "post:place"

    version: int = 0


class PostMarked(PostEvent):
    """Somebody reacted to a post; or it has an answer or a status, or was merged into another.

    `about` is the other post: the answer, or the idea that it was merged into.
    """

    what: str
    about: PostId | None = None


class FileRead(Event):
    """A file's bytes arrived and its text, if it has any, was taken out."""

    finds = "item:item"

    item: ItemId
    imported: ImportId | None = None


class FileRefused(Event):
    """A file's bytes arrived, are kept, and could not be read."""

    finds = "item:item"

    item: ItemId
    imported: ImportId | None = None


class AssignmentGiven(Event):
    """A group or a member is asked to read, do or review an item by a day."""

    for_integrations = True

    to: AudienceId
    assignment: AssignmentId
    item: ItemId
    given_by: MemberId


class AssignmentChanged(Event):
    """An assignment is due on another day, says something else, was ended or taken up again."""

    for_integrations = True

    to: AudienceId
    assignment: AssignmentId


class AssignmentDone(Event):
    """A member has done what was asked of them."""

    for_integrations = True

    to: AudienceId
    assignment: AssignmentId
    member: MemberId


class AssignmentReopened(Event):
    """A member has not done it after all."""

    for_integrations = True

    to: AudienceId
    assignment: AssignmentId
    member: MemberId


class ReviewAsked(Event):
    """A member says that it is ready to be reviewed."""

    to: AudienceId
    assignment: AssignmentId
    member: MemberId
    reviewer: MemberId


class ReviewGiven(Event):
    """A reviewer has accepted what a member has done, or sent it back."""

    to: AudienceId
    assignment: AssignmentId
    member: MemberId
    reviewer: MemberId
    accepted: bool


class ReviewerReplaced(Event):
    """Whoever reviewed something has left; somebody else reviews it from now on."""

    to: AudienceId
    assignment: AssignmentId
    before: MemberId
    reviewer: MemberId


class ReasonGiven(Event):
    """A member has said why they will not do it, or taken that back."""

    for_integrations = True

    to: AudienceId
    assignment: AssignmentId
    member: MemberId


class ExtensionAsked(Event):
    """A member has asked for more time."""

    to: AudienceId
    assignment: AssignmentId
    member: MemberId


class ExtensionDecided(Event):
    """Whoever leads them has given a member more time, or not."""

    to: AudienceId
    assignment: AssignmentId
    member: MemberId
    decided_by: MemberId
    granted: bool


class ImportEnded(Event):
    """An archive is unpacked, or will not be; it is not needed any more."""

    imported: ImportId
    upload: str
