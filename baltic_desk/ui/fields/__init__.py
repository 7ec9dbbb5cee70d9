"""Fields of forms. They show values and say what a person gave; what comes of it is not theirs.

A field never writes anything by itself. What is being typed is left alone by new values until it is
given (Enter, or the focus going elsewhere) or taken back (Esc).
"""
