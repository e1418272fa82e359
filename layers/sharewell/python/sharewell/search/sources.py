"""Every kind of thing that can be found, by the first word of its ref."""

from sharewell.channels.service import channels
from sharewell.content.findable import findable_items
from sharewell.content.service import items
from sharewell.discussions.findable import findable_posts
from sharewell.groups.service import groups
from sharewell.identity.service import identity
from sharewell.profiles.service import profiles
from sharewell.search.channel_source import ChannelSource
from sharewell.search.group_source import GroupSource
from sharewell.search.item_source import ItemSource
from sharewell.search.person_source import PersonSource
from sharewell.search.post_source import PostSource
from sharewell.search.source import Source

sources: dict[str, Source] = {
    "item": ItemSource(items, findable_items, identity),
    "person": PersonSource(profiles, identity),
    "channel": ChannelSource(channels),
    "group": GroupSource(groups, identity),
    "post": PostSource(findable_posts),
}
