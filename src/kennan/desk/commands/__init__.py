"""One file a command. Each function takes the parsed words and returns the exit code.

Question : what does this command do, step by step?
Comes in : the words that ``kennan.desk.options`` has parsed.
Goes out : standard output, files, and an exit code; bad input is raised as ``BadInput``.
May use  : what ``kennan.desk`` may use. Heavy libraries are imported inside the functions.
"""
