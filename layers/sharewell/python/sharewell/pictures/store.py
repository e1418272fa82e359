"""Which texts show which pictures, as rows.

    read                                              key
    -----------------------------------------------   --------------------------------
    whether anything shows a picture                  SHOWN#<org>#<picture> / <of>
    which pictures something shows, or did            SHOWS#<org>#<of> / <picture>
    which pictures to look at, the first due first    LOOSE#<org> / <at>#<picture>

`<of>` is `item#<id>` or `group#<id>`, with all that is said below it and what it said before, or
`draft#<member>#<draft>`, which expires with the draft and so needs no SHOWS. The others sort after
drafts: the last row of a picture says whether it stays.
"""

from collections.abc import Sequence
from datetime import datetime

from sharewell import table
from sharewell.clock import moment
from sharewell.ids import OrganisationId
from sharewell.keys import KeyShape
from sharewell.table import KeyRange, Row, Rows, Write

TOGETHER = 25
"""Pictures that are let go in one write of three rows each (DynamoDB: 100)."""


class ShownRow(Row):
    """That something shows a picture."""

    key = KeyShape("SHOWN#<org>#<picture:text> / <of:text>")


class ShowsRow(Row):
    """That a picture is shown by something, or was."""

    key = KeyShape("SHOWS#<org>#<of:text> / <picture:text>")


class LooseRow(Row):
    """That a picture is to be looked at."""

    key = KeyShape("LOOSE#<org> / <at:moment>#<picture:text>")

    @property
    def picture(self) -> str:
        """Which picture it is about."""
        return self.key_value("picture")


class PictureStore:
    """Where it is kept what shows a picture."""

    def show(self, organisation: OrganisationId, of: str, pictures: Sequence[str]) -> None:
        """Something shows these; what lets them go finds them by SHOWS, so that comes first."""
        table.batch_put([ShowsRow(_shows(organisation, of), it) for it in pictures])
        table.batch_put([ShownRow(_shown(organisation, it), of) for it in pictures])

    def hold(
        self,
        write: Write,
        organisation: OrganisationId,
        of: str,
        pictures: Sequence[str],
        until: datetime,
    ) -> None:
        """Something shows these until then, unless it says so again."""
        for picture in pictures:
            write.put(ShownRow(_shown(organisation, picture), of, expires=until))

    def let_go(self, organisation: OrganisationId, of: str, at: datetime) -> bool:
        """Some of what something showed is shown by it no more; False when nothing was left."""
        found = table.query(ShowsRow, _shows(organisation, of), limit=TOGETHER, consistent=True)
        with table.write() as write:
            for row in found:
                write.remove(row)
                write.remove(ShownRow(_shown(organisation, row.sk), of))
                write.put(_loose(organisation, row.sk, at))
        return bool(found)

    def look_at(self, organisation: OrganisationId, picture: str, at: datetime) -> None:
        """Have a picture looked at then."""
        with table.write() as write:
            write.put(_loose(organisation, picture, at))

    def due(self, organisation: OrganisationId, at: datetime, after: str | None) -> Rows[LooseRow]:
        """Pictures to look at by now, the first due first."""
        pk, until = LooseRow.key.pk(organisation), f"{moment(at)}~"  # and all of this very second
        return table.query_page(LooseRow, pk, KeyRange(lt=until), after=after, consistent=True)

    def shown_by(self, organisation: OrganisationId, picture: str) -> ShownRow | None:
        """Whatever shows a picture; a draft only if nothing else does."""
        pk = _shown(organisation, picture)
        found = table.query(ShownRow, pk, limit=1, reverse=True, consistent=True)
        return found[0] if found else None

    def seen(
        self, organisation: OrganisationId, note: LooseRow, again: datetime | None = None
    ) -> None:
        """A picture was looked at, and need not be again before then."""
        with table.write() as write:
            write.remove(note)
            if again:
                write.put(_loose(organisation, note.picture, again))

    def is_over(self, row: ShownRow) -> None:
        """What showed a picture for a while shows it no more."""
        with table.write() as write:
            write.remove(row)


def _shown(organisation: OrganisationId, picture: str) -> str:
    return ShownRow.key.pk(organisation, picture)


def _shows(organisation: OrganisationId, of: str) -> str:
    return ShowsRow.key.pk(organisation, of)


def _loose(organisation: OrganisationId, picture: str, at: datetime) -> LooseRow:
    return LooseRow(*LooseRow.key(organisation, moment(at), picture))
