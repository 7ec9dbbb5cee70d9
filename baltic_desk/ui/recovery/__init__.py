"""After a crash: what was lost is offered back, with a picture of how it looked.

Nothing here draws a lost document: its picture was made while it lived, and what made the program
end once is not asked to do so again before a person has chosen it.
"""
