"""Figures that draw on several stages at once; each module has the data of one figure and how it is drawn."""
