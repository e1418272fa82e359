"""The sources by kind, which is the part of a ref before the colon."""

from sharewell.channels.service import channels
from sharewell.content.search_reader import item_search_reader
from sharewell.content.service import items
from sharewell.discussions.search_reader import post_search_reader
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
    "item": ItemSource(items, item_search_reader, identity),
    "person": PersonSource(profiles, identity),
    "channel": ChannelSource(channels),
    "group": GroupSource(groups, identity),
    "post": PostSource(post_search_reader),
}
