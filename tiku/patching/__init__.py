"""A build after an edit, as a patch of the last one: only what the edit touches is made anew.

A full build leaves a memory of each file and of the bank (`memory`). If since then nothing but the
text of sources has changed, and the questions that were edited have no tie to any other (see
`tiku.dedupe.ties`), then every other question, its id, its time and its place in the outputs are as
they were. Whatever is more than that is a full build's; both give the same bytes.
"""
