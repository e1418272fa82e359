"""Domain events: facts, named with past participles.

A class here is the event's only declaration: its name is the detail-type, its fields are the
detail. `reindexes` names the document that search must re-index, as `kind:field`.
`for_integrations` marks an event without a consumer in Sharewell as part of the public integration
contract. `make events` writes the schema and an example of each to events/, and a list of all;
tests/contracts compares the templates' rules with these names.
"""

from datetime import datetime
from typing import ClassVar

from pydantic import Field

from sharewell.core.ids import (
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
from sharewell.core.values import Value


class OutboxMessage(Value):
    """An entry of a row's outbox, which the relay publishes: an event or a job message."""

    organisation: OrganisationId
    at: datetime
    id: str = Field(default_factory=lambda values: new_ulid(values["at"]))


class Event(OutboxMessage):
    """The base class of events."""

    reindexes: ClassVar[str | None] = None
    for_integrations: ClassVar[bool] = False

    @property
    def document_ref(self) -> str | None:
        """The document that search must re-index, as `kind:id`; None for no document."""
        if self.reindexes is None:
            return None
        kind, _, field = self.reindexes.partition(":")
        return f"{kind}:{getattr(self, field)}"


class OrganisationCreated(Event):
    """A person created an organisation and became its first admin."""

    for_integrations = True

    name: str
    created_by: MemberId


class MemberInvited(Event):
    """An admin invited a person to the organisation by email."""

    invitation: InvitationId
    invited_by: MemberId


class MemberJoined(Event):
    """A person became a member."""

    reindexes = "person:member"

    member: MemberId


class MemberChanged(Event):
    """A member's profile, role or activation changed.

    `access_changed` is true for a change of role or activation.
    """

    reindexes = "person:member"

    member: MemberId
    access_changed: bool = False


class MemberRenamed(Event):
    """A member's name changed; copies of it are updated."""

    member: MemberId


class GroupChanged(Event):
    """A group was created, edited, archived, deleted or restored, or its leads changed."""

    reindexes = "group:group"

    group: GroupId


class GroupVisibilityChanged(Event):
    """A group was deleted or restored, or its discussion mode changed."""

    group: GroupId


class GroupPurged(Event):
    """A group was purged, 30 days after its deletion."""

    reindexes = "group:group"

    group: GroupId


class MemberJoinedGroup(Event):
    """A member joined a group; `by` added them, unless they came by themselves or by its rule."""

    group: GroupId
    member: MemberId
    by: MemberId | None = None


class MemberLeftGroup(Event):
    """A member left a group or was removed from it."""

    group: GroupId
    member: MemberId


class GroupRoleChanged(Event):
    """A member's role or activation in a group changed."""

    group: GroupId
    member: MemberId


class GroupJoinRequested(Event):
    """A member requested to join a group."""

    group: GroupId
    member: MemberId


class GroupInvitationCreated(Event):
    """A member was invited to a group."""

    group: GroupId
    member: MemberId
    by: MemberId


class ChannelCreated(Event):
    """A channel was created."""

    reindexes = "channel:channel"

    channel: ChannelId
    created_by: MemberId


class ChannelChanged(Event):
    """A channel's name or description changed."""

    reindexes = "channel:channel"

    channel: ChannelId


class ChannelMerged(Event):
    """A channel was merged into `into`; a job moves its followers and items."""

    reindexes = "channel:channel"

    channel: ChannelId
    into: ChannelId


class DiscussionModeChanged(Event):
    """A channel's discussion mode changed."""

    for_integrations = True

    channel: ChannelId


class ItemPublished(Event):
    """A note, link or file was published."""

    reindexes = "item:item"

    item: ItemId
    author: MemberId


class ItemChanged(Event):
    """An item's content, placement or audience changed, or it was restored."""

    reindexes = "item:item"

    item: ItemId


class ItemMentioned(Event):
    """An item's text was changed to mention further members or groups."""

    item: ItemId
    by: MemberId
    members: list[MemberId] = []
    groups: list[GroupId] = []


class ItemReacted(Event):
    """A member reacted to an item."""

    for_integrations = True

    item: ItemId
    member: MemberId
    reaction: str


class ItemDeleted(Event):
    """An item was deleted and can be restored for 30 days."""

    reindexes = "item:item"

    item: ItemId


class LinkAdded(Event):
    """A link without a preview was added to an item."""

    item: ItemId
    url: str


class PicturesReferenced(Event):
    """A text was changed to show further pictures.

    `referenced_by` is `item:<id>` or `group:<id>`.
    """

    referenced_by: str
    pictures: list[str]


class ItemPurged(Event):
    """An item was purged, 30 days after its deletion."""

    reindexes = "item:item"

    item: ItemId


class VerificationChanged(Event):
    """An item's verifiers, the validity of its verification or its list entries changed."""

    reindexes = "item:item"

    item: ItemId


class VerifierAssigned(Event):
    """An item's verifiers were replaced: `by` chose them, or they replaced a leaver."""

    item: ItemId
    verifiers: list[MemberId]
    by: MemberId | None = None


class ItemPlacementChanged(Event):
    """An item's title, channels, audience or discussion mode changed."""

    item: ItemId


class PostEvent(Event):
    """The base class of events about a post; `subject` is `item:<id>` or `group:<id>`."""

    subject: str
    post: PostId
    by: MemberId

    @property
    def document_path(self) -> str:
        """The path of the post's document in search: its subject and its id."""
        return f"{self.subject.replace(':', '.')}.{self.post}"


class PostWritten(PostEvent):
    """A member wrote a post."""

    reindexes = "post:document_path"


class PostEdited(PostEvent):
    """A post was edited, deleted or restored.

    `version` is that of the edited text, 0 after a deletion or restoration.
    """

    reindexes = "post:document_path"

    version: int = 0


class PostMarked(PostEvent):
    """A post got a reaction, an answer or a status, or was merged into another.

    `about` is the other post: the answer, or the idea that it was merged into.
    """

    what: str
    about: PostId | None = None


class FileProcessed(Event):
    """A file arrived and was read."""

    reindexes = "item:item"

    item: ItemId
    import_id: ImportId | None = None


class FileProcessingFailed(Event):
    """A file arrived, was stored and could not be read."""

    reindexes = "item:item"

    item: ItemId
    import_id: ImportId | None = None


class AssignmentCreated(Event):
    """An item was assigned to a group or a member with a due date."""

    for_integrations = True

    to: AudienceId
    assignment: AssignmentId
    item: ItemId
    created_by: MemberId


class AssignmentChanged(Event):
    """An assignment's due date or note changed, or it was closed, withdrawn or reopened."""

    for_integrations = True

    to: AudienceId
    assignment: AssignmentId


class AssignmentCompleted(Event):
    """A member completed an assignment."""

    for_integrations = True

    to: AudienceId
    assignment: AssignmentId
    member: MemberId


class AssignmentReopened(Event):
    """A member's completed assignment was reopened."""

    for_integrations = True

    to: AudienceId
    assignment: AssignmentId
    member: MemberId


class ReviewRequested(Event):
    """A member submitted their work for review."""

    to: AudienceId
    assignment: AssignmentId
    member: MemberId
    reviewer: MemberId


class ReviewSubmitted(Event):
    """A reviewer accepted a member's work or sent it back."""

    to: AudienceId
    assignment: AssignmentId
    member: MemberId
    reviewer: MemberId
    accepted: bool


class ReviewerReplaced(Event):
    """A deactivated reviewer was replaced by another."""

    to: AudienceId
    assignment: AssignmentId
    previous_reviewer: MemberId
    reviewer: MemberId


class AssignmentDeclined(Event):
    """A member declined an assignment, or withdrew that."""

    for_integrations = True

    to: AudienceId
    assignment: AssignmentId
    member: MemberId


class ExtensionRequested(Event):
    """A member requested an extension."""

    to: AudienceId
    assignment: AssignmentId
    member: MemberId


class ExtensionDecided(Event):
    """A member's extension was granted or rejected."""

    to: AudienceId
    assignment: AssignmentId
    member: MemberId
    decided_by: MemberId
    granted: bool


class ImportFinished(Event):
    """An import ended; its archive is no longer needed."""

    import_id: ImportId
    upload: str
