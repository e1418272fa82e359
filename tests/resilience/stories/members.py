"""Stories of invitations by mail and names."""

from functools import partial

from resilience.fixtures import SeededOrganisation
from resilience.stories.builders import MEMBERSHIPS, Story, rename_ada
from resilience.workflows import groups as of_groups
from resilience.workflows.people import backdate_invitation, invite_by_mail


def _resend_invitation(seeded: SeededOrganisation) -> None:
    backdate_invitation(seeded)
    seeded.request_ok("ada", "POST", "/api/invitations/{invitation}/resend")


def _invite_and_withdraw(seeded: SeededOrganisation) -> None:
    invite_by_mail(seeded, "vain@kettle.example")
    seeded.request_ok("ada", "DELETE", "/api/invitations/{guest}")


def _join_by_mail(seeded: SeededOrganisation) -> None:
    of_groups.invite_by_email(seeded)
    of_groups.accept_invitation(seeded)


STORIES: dict[str, Story] = {
    "send_mail": Story(
        "consumers.invitation_mail.handler",
        [
            partial(invite_by_mail, address="one@kettle.example"),
            partial(invite_by_mail, address="two@kettle.example"),
            _resend_invitation,
            _invite_and_withdraw,
        ],
    ),
    "sync_names": Story(
        "consumers.names.handler",
        [rename_ada(it) for it in ("Agathe", "Alma", "Antje", "Augusta")],
    ),
    "apply_accepted_invitation": Story(MEMBERSHIPS, [_join_by_mail]),
}
