"""The rooms of the workbench: what one does in each, as acts on files without a screen.

A room is a module with its screen beside it (`NAME.py`, `NAME.js`). It works alone in a cell of a
notebook, and behind a tab of the workbench. What it shows is read from files each time.
"""
