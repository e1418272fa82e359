"""The safety net: what lets every test fail an AWS call, hold it to AWS's limits, or count it.

wire.py        where every call to AWS passes on its way to the in-memory AWS
figures.py     what the net counted, printed when the tests are over
plugin.py      what pytest is told
"""
