"""The test plugin, which lets every test fail AWS calls, check them against limits, or count them.

interceptor.py      the hook that every AWS call passes on its way to the in-memory AWS
external.py         the hook that every other connection passes
strict/             limits of AWS that the in-memory AWS does not enforce
moto_table.py       patches for the time that moto's table takes with many rows
faults.py           what can go wrong at a call
delivery.py         redelivery of failed events and messages, as by AWS
delivery_orders.py  all orders of delivery
workflow.py         runs of an action and its consequences, and what must hold afterwards
workflows/          all operations that write, each as a workflow
fixtures.py         the seeded organisation in which workflows begin
recorded.py         the calls of each workflow without faults
invariants.py       what always holds
moto_snapshot.py    the state of the in-memory AWS, saved and restored
xdist_shared.py     values that one of pytest's processes computes for all
figures.py          counters, printed after the tests
plugin.py           pytest hooks and options
"""
