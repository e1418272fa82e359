"""An archive that has arrived, unpacked some files at a time: each becomes a note or a file.

Every step can be done again: a file's item has an id that follows from the import and its path,
and what became of it is noted before its bytes are put where reading them begins.
"""

import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sharewell import bucket, table
from sharewell.caller import Caller
from sharewell.channels.service import Channels, channels
from sharewell.clock import Clock, now
from sharewell.content.service import Items, items
from sharewell.content.uploads.service import Uploads, uploads
from sharewell.errors import Missing, Refused, Stale
from sharewell.events import ImportAdvanced, ImportEnded
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, ImportId, ItemId, MemberId, OrganisationId, following
from sharewell.imports.entries import file, note, where
from sharewell.imports.model import (
    MOST_AT_ONCE,
    MOST_FOLDERS,
    Became,
    Folder,
    Import,
    Line,
    Stage,
    Structure,
)
from sharewell.imports.service import key_of
from sharewell.imports.store import ImportRow, ImportStore
from sharewell.reading.paths import plain
from sharewell.reading.unpacking import Entry, Unpacked, unpack

_LEFT_OUT = "A file of the computer's own: it is left out."
_GONE = "Whoever began this import is not a member any more, or not in its groups."


@dataclass(frozen=True, slots=True)
class Unpacking:
    """Unpack, as the member who asked for it, as long as they may."""

    store: ImportStore
    identity: Identity
    channels: Channels
    items: Items
    uploads: Uploads
    now: Clock = now

    def take(self, organisation: OrganisationId, id: ImportId, upload: str) -> None:
        """Begin with an archive that has arrived; one that nobody awaits is deleted."""
        row = self.store.row(organisation, id)
        if row is None or row.upload != upload or row.stage == Stage.STOPPED:
            bucket.delete([f"imports/{organisation}/{id}/{upload}"])
        elif row.stage == Stage.SENDING:
            self._go_on(organisation, row)

    def go_on(self, organisation: OrganisationId, id: ImportId, unpacked: int) -> None:
        """Unpack the next files, unless that has been done."""
        row = self.store.row(organisation, id)
        if row and row.stage == Stage.UNPACKING and row.unpacked == unpacked:
            self._go_on(organisation, row)

    def forget(self, organisation: OrganisationId, id: ImportId, upload: str) -> None:
        """Delete an archive that is not needed any more."""
        if upload:
            bucket.delete([f"imports/{organisation}/{id}/{upload}"])

    def _go_on(self, organisation: OrganisationId, row: ImportRow) -> None:
        it, start = row.value(), int(row.unpacked)
        by = self._whoever_asked(organisation, it)
        if by is None:
            self._become(organisation, row, {"stage": Stage.REFUSED.value, "problem": _GONE})
            return
        with tempfile.TemporaryDirectory() as room:
            archive, into = Path(room, "archive"), Path(room, "files")
            into.mkdir()
            with archive.open("wb") as file:
                for chunk in bucket.stream(key_of(row)):
                    file.write(chunk)
            found = unpack(archive, into, row.id, start)
            if found.problem:
                refused = {"stage": Stage.REFUSED.value, "problem": found.problem}
                self._become(organisation, row, refused)
                return
            it = it.model_copy(
                update={"folders": self._folders(it, found, by), "flavour": found.flavour}
            )
            for at in range(0, len(found.entries), MOST_AT_ONCE):
                some = found.entries[at : at + MOST_AT_ONCE]
                self._take_in(row, it, found, some, into, by)
        end = start + len(found.entries)
        done = end >= found.total
        self._become(
            organisation,
            row,
            {
                "stage": (Stage.DONE if done else Stage.UNPACKING).value,
                "folders": [folder.model_dump() for folder in it.folders],
                "flavour": found.flavour,
                "total": found.total,
                "unpacked": end,
            },
        )

    def _whoever_asked(self, organisation: OrganisationId, it: Import) -> Caller | None:
        """The member as they are now; None when they have left, or left one of its groups."""
        try:
            seat = self.identity.seat(organisation, MemberId(it.by.id))
        except Missing:
            return None
        groups = self.identity.groups_of(seat)
        if not seat.active or not groups.issuperset(it.groups):
            return None
        return Caller(
            person=seat.person,
            organisation=organisation,
            member=seat.member,
            role=seat.role,
            name=seat.name,
            groups=frozenset(GroupId(group) for group in it.groups),
        )

    def _folders(self, it: Import, found: Unpacked, by: Caller) -> list[Folder]:
        """The channels that top folders become; those that are too many become tags."""
        if it.structure is not Structure.CHANNELS:
            return []
        known = {folder.name: folder for folder in it.folders}
        names = dict.fromkeys(plain(name)[:80].strip() for name in found.folders)
        for name in [it for it in names if it][:MOST_FOLDERS]:
            if name not in known:
                known[name] = Folder(name=name, channel=self.channels.named(name, by=by))
        return list(known.values())

    def _take_in(
        self,
        row: ImportRow,
        it: Import,
        found: Unpacked,
        entries: list[Entry],
        into: Path,
        by: Caller,
    ) -> None:
        """Make items of some files, note what became of all, then put their bytes."""
        take = partial(self._line, it, found, by)
        lines: list[Line] = table.at_once([partial(take, entry) for entry in entries])
        known = self.store.lines(by.organisation, it.id, [line.id for line in lines])
        new = [line for line in lines if line.id not in known]
        if new:
            self.store.note(row, new)
        bring = [
            partial(self.uploads.bring, line.id, into / entry.file, by=by)
            for line, entry in zip(lines, entries, strict=True)
            if entry.file and line.became is Became.WAITING
        ]
        table.at_once(bring)

    def _line(self, it: Import, found: Unpacked, by: Caller, entry: Entry) -> Line:
        """What becomes of one file."""
        id = ItemId(following(it.id, entry.path, entry.number))
        line = Line(id=id, path=entry.path or "?", size=entry.size, became=Became.REFUSED)
        if entry.left_out:
            return line.model_copy(update={"became": Became.SKIPPED, "problem": _LEFT_OUT})
        if entry.problem or not (entry.note or entry.file):
            return line.model_copy(update={"problem": entry.problem or "It was not unpacked."})
        at = where(it, found, entry)
        try:
            if entry.note:
                self.items.publish(note(entry, at), by=by, key=id)
                return line.model_copy(update={"became": Became.HERE, "item": id})
            new = file(entry, at)
            self.uploads.begin(new, by=by, key=id, imported=it.id, in_parts=False)
        except (Refused, ValueError) as refusal:
            return line.model_copy(update={"problem": str(refusal)[:300]})
        return line.model_copy(update={"became": Became.WAITING, "item": id})

    def _become(
        self, organisation: OrganisationId, row: ImportRow, changes: dict[str, Any]
    ) -> None:
        """Note how far it is, unless somebody else went on or stopped it meanwhile."""
        at, id = self.now(), ImportId(row.id)
        who = {"organisation": organisation, "at": at, "imported": id}
        goes_on = changes["stage"] == Stage.UNPACKING
        said = (
            ImportAdvanced(**who, unpacked=changes["unpacked"])
            if goes_on
            else ImportEnded(**who, upload=row.upload or "")
        )
        try:
            with table.write() as write:
                self.store.change(row, {**changes, "changed_at": at}, write, said)
        except Stale:
            return


unpacking = Unpacking(ImportStore(), identity, channels, items, uploads)
