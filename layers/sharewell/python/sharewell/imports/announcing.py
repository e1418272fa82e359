"""Files of a folder, announced some at a time and sent by the browser one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from sharewell import table
from sharewell.caller import Caller
from sharewell.content.media.model import State
from sharewell.content.service import Items, items
from sharewell.content.uploads.model import LARGEST, NewUpload, Upload
from sharewell.content.uploads.service import Uploads, uploads
from sharewell.errors import Conflict, Refused, TooMany
from sharewell.ids import ImportId, ItemId, following
from sharewell.imports.model import (
    MOST_FILES,
    Announced,
    AnnouncedFiles,
    Became,
    Found,
    Import,
    Line,
    Stage,
    Way,
)
from sharewell.imports.service import Imports, imports
from sharewell.imports.store import ImportRow, ImportStore, LineRow
from sharewell.imports.structure import placed, words
from sharewell.reading import paths

ATTEMPTS = 3
"""How often to look again when the same files are announced twice at once."""
_FINAL = (Became.HERE, Became.KEPT, Became.SKIPPED)


@dataclass(frozen=True, slots=True)
class Announcing:
    """Judge files, make items of those that are taken, and keep what became of all."""

    imports: Imports
    store: ImportStore
    uploads: Uploads
    items: Items

    def announce(self, id: ImportId, files: list[Found], *, by: Caller) -> AnnouncedFiles:
        """Announce files; announced again, one is sent again that did not arrive."""
        for _ in range(ATTEMPTS):
            try:
                return self._announce(id, files, by)
            except Conflict as conflict:
                again = conflict
        raise again

    def _announce(self, id: ImportId, files: list[Found], by: Caller) -> AnnouncedFiles:
        unique = list({file.path: file for file in files}.values())
        items = [ItemId(following(id, file.path)) for file in unique]
        (row, it), known, sent = table.at_once(
            [
                partial(self.imports.row_seen_by, by, id),
                partial(self.store.lines, by.organisation, id, items),
                partial(self.store.sent, by.organisation, by.member, [it.mark for it in unique]),
            ]
        )
        if it.way is not Way.FOLDER:
            raise Conflict("this import has an archive and no folder")
        if it.by.id != by.member or it.stage is Stage.STOPPED:
            it.must_go_on_for(by)
        if it.counts.known + sum(item not in known for item in items) > MOST_FILES:
            raise TooMany(f"one import has at most {MOST_FILES:,} files")
        here = self._here(list(sent.values()), by)
        same = {mark: item for mark, item in sent.items() if item in here}
        lines = [self._judged(known, same, *pair) for pair in zip(unique, items, strict=True)]
        sending = [
            partial(self._begun, it, file, line.id, by)
            for file, line in zip(unique, lines, strict=True)
            if line.became is Became.WAITING
        ]
        # Side by side: each is once by its key, so one that is lost is made when asked again.
        keep = partial(self._keep, row, lines, known, unique)
        _, *begun = table.at_once([keep, *sending])
        how = {id: it for id, it in begun if isinstance(it, Upload)}
        lost = {id: it for id, it in begun if isinstance(it, Refused)}
        refused = [(line, _refused(line, lost[line.id])) for line in lines if line.id in lost]
        if refused:
            self.store.note(row, [], refused)
        final = {line.id: line for line in lines} | {new.id: new for _, new in refused}
        return AnnouncedFiles(files=[_said(it, how.get(it.id)) for it in final.values()])

    def _here(self, ids: list[ItemId], by: Caller) -> set[ItemId]:
        """Those of these items whose bytes are here."""
        away = (State.UPLOADING, State.STALLED)
        found = self.items.several_seen_by(by, ids) if ids else []
        return {it.id for it in found if it.file and it.file.state not in away}

    def _judged(
        self,
        known: Mapping[ItemId, LineRow],
        same: Mapping[str, ItemId],
        file: Found,
        id: ItemId,
    ) -> Line:
        """What is to become of one file."""
        if id in known and Became(known[id].became) in _FINAL:
            return known[id].line()
        line = Line(id=id, path=_shown(file.path), size=file.size, became=Became.REFUSED)
        if problem := _wrong(file):
            return line.model_copy(update={"problem": problem})
        if paths.is_of_the_system(file.path):
            return line.model_copy(update={"became": Became.SKIPPED, "problem": OF_THE_SYSTEM})
        if same.get(file.mark) == id:
            # It has arrived, and what it became is about to be counted: it is no second one.
            return line.model_copy(update={"became": Became.HERE, "item": id})
        if file.mark in same:
            skipped = {"became": Became.SKIPPED, "item": same[file.mark], "problem": SAME}
            return line.model_copy(update=skipped)
        return line.model_copy(update={"became": Became.WAITING, "item": id})

    def _begun(
        self, it: Import, file: Found, id: ItemId, by: Caller
    ) -> tuple[ItemId, Upload | Refused]:
        """How one file is sent, or why it is not taken."""
        try:
            return id, self.uploads.begin(_upload(it, file), key=id, by=by, imported=it.id)
        except Refused as refusal:
            return id, refusal

    def _keep(
        self,
        row: ImportRow,
        lines: list[Line],
        known: Mapping[ItemId, LineRow],
        files: list[Found],
    ) -> None:
        """Keep what is new of these files."""
        new = [line for line in lines if line.id not in known]
        again = [
            (known[line.id].line(), line)
            for line in lines
            if line.id in known and known[line.id].became != line.became
        ]
        sent = [
            (file.mark, line.id)
            for file, line in zip(files, lines, strict=True)
            if line.became is Became.WAITING and line.id not in known
        ]
        if new or again:
            self.store.note(row, new, again, sent)


SAME = "You have sent the same file before: it is here already."
OF_THE_SYSTEM = "A file of the computer's own: it is left out."


def _wrong(file: Found) -> str | None:
    if file.size > LARGEST:
        return f"It has more than {LARGEST // 1024**3} GB."
    return paths.wrong(file.path)


def _upload(it: Import, file: Found) -> NewUpload:
    channels = {folder.name: folder.channel for folder in it.folders}
    place = placed(file.path, it.structure, of_pages=False, tops=channels)
    own = channels.get(place.channel or "")
    lost = [place.channel] if place.channel and own is None else []
    return NewUpload(
        name=file.path.rpartition("/")[2],
        size=file.size,
        type=file.type,
        title=paths.title(file.path),
        channels=list(dict.fromkeys([*it.channels, *([own] if own else [])])),
        groups=it.groups,
        tags=words([*it.tags, *lost, *place.tags]),
    )


def _refused(line: Line, why: Refused) -> Line:
    return line.model_copy(update={"became": Became.REFUSED, "item": None, "problem": str(why)})


def _said(line: Line, upload: Upload | None) -> Announced:
    how = {"form": upload.form, "parts": upload.parts} if upload else {}
    return Announced(**line.model_dump(), **how)


def _shown(path: str) -> str:
    """A path as a report can show it, whatever stands in it."""
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in path)
    return clean.encode("utf-8", "replace").decode()[: paths.LONGEST_PATH]


announcing = Announcing(imports, ImportStore(), uploads, items)
