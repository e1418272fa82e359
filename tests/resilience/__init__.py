"""The safety net: what lets every test fail an AWS call, hold it to AWS's limits, or count it.

interceptor.py      where every call to AWS passes on its way to the in-memory AWS
outside.py          where every other connection passes
strict/             what AWS refuses and the in-memory AWS lets through
moto_table.py       what moto's table does for a row to all of them, mended
faults.py           what can go wrong at a call
delivery.py         what AWS delivers again when it did
delivery_orders.py  every order in which it delivers
workflow.py         what somebody does, and what must hold afterwards
workflows/          everything that writes, each as a workflow
fixtures.py         the organisation in which workflows begin
recorded.py         what each workflow calls when nothing goes wrong
invariants.py       what always holds
moto_snapshot.py    all that stands in the in-memory AWS, kept and restored
xdist_shared.py     what one of pytest's processes makes for all of them
figures.py          what the net counted, printed when the tests are over
plugin.py           what pytest is told
"""
