"""What runs in the emulator's own process and environment: ministack, and what it lacks for us.

Imports nothing of ours and nothing of our libraries. As it comes, ministack saves its state on a
clean exit only, forgets what lies in a table's stream, and keeps what functions print to itself.
"""
