"""What goes into a function's folder, before it is packed."""

TaskFilesInfo = provider(
    doc = "A checked program and the files beside it, or files alone, for one architecture.",
    fields = {
        "architecture": "string: `x86_64` or `arm64`.",
        "entries": "File: what goes where, in the form of images/tools/archive/entry_list.h.",
        "glibc": "string: the newest glibc that the program may need, e.g. `2.34`; empty without one.",
        "inputs": "depset of File: every file that `entries` names, and the proof of the check.",
        "program": "File: the program itself; None where a layer has it.",
    },
)
