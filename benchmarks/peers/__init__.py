"""Other people's programs doing the same job, each a plug-in that runs only where its library is installed.

A plug-in has NEEDS (what must be importable) and run(): rows of (name, ratio of ours to theirs, goal). None of them is a
dependency; install what you want to compare with beside the program, for instance with `pip install --target`.
"""
