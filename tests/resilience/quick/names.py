"""What the in-memory AWS finds by a name, or makes of one, without doing it anew for each call.

How a name is spelt in Python, which methods a class has, which addresses a service answers at and
whose backend it is: all of it stays the same. What time it is, it asks for with two dates and a
difference; and it remembers every row and message that there ever was.
"""

import sys
import time
from datetime import datetime
from functools import cache
from typing import Any

from moto.core.base_backend import AccountSpecificBackend, BackendDict, BaseBackend
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import StreamRecord
from moto.sqs.models import Message

from resilience.quick.instead import everywhere, instead

_THE_SAME_EACH_TIME = ("camelcase_to_underscores", "method_names_from_class")
_since_1970: Any = vars(sys.modules["moto.core.utils"])["unix_time"]
_urls: Any = vars(BaseBackend)["urls"]
_account: Any = vars(BackendDict)["__getitem__"]
_region: Any = vars(AccountSpecificBackend)["__getitem__"]
_known: dict[tuple[type, str], Any] = {}


def make_quick() -> None:
    """For all tests of this process."""
    for name in _THE_SAME_EACH_TIME:
        everywhere(name, cache(vars(sys.modules["moto.core.utils"])[name]))
    everywhere("unix_time", _time)
    for kind in (Item, StreamRecord, Message):
        instead(kind, __new__=lambda kind, *_given, **_named: object.__new__(kind))
    instead(BaseBackend, urls=property(_urls_once))
    instead(BackendDict, __getitem__=_of_account)
    instead(AccountSpecificBackend, __getitem__=_of_region)


def _time(at: datetime | None = None) -> float:
    """Seconds since 1970."""
    return time.time() if at is None else float(_since_1970(at))


def _urls_once(self: BaseBackend) -> Any:
    which = type(self), self.region_name
    if which not in _known:
        _known[which] = _urls.fget(self)
    return _known[which]


def _of_account(self: Any, account: str) -> Any:
    in_use = vars(BackendDict)["_instances"]  # what is not in there is not forgotten with the rest
    is_known = any(it is self for it in in_use)
    return (is_known and dict.get(self, account)) or _account(self, account)


def _of_region(self: Any, region: str) -> Any:
    return dict.get(self, region) or _region(self, region)
