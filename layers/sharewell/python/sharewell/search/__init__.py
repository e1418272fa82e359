"""Search: anything that the asker may see, in a blink, typos included."""
