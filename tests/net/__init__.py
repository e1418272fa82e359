"""The safety net: what lets every test fail an AWS call, hold it to AWS's limits, or count it.

wire.py        where every call to AWS passes on its way to the in-memory AWS
outside.py     where every other connection passes
strict/        what AWS refuses and the in-memory AWS lets through
quick.py       the in-memory table, quicker
faults.py      what can go wrong at a call
delivery.py    what AWS delivers again when it did
workflow.py    what somebody does, and what must hold afterwards
invariants.py  what always holds
kept.py        all that stands in the in-memory AWS, kept and laid anew
figures.py     what the net counted, printed when the tests are over
plugin.py      what pytest is told
"""
