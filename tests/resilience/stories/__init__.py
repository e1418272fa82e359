"""What happens while the events of one function are held back, by domain."""

from resilience.stories import assignments, content, discussions, groups, members
from resilience.stories.builders import Story

STORIES: dict[str, Story] = {
    **assignments.STORIES,
    **content.STORIES,
    **discussions.STORIES,
    **groups.STORIES,
    **members.STORIES,
}
