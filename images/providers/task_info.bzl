"""A function's files on their way into /var/task or /opt: as a list, as a folder, as a zip, as a layer."""

TaskFilesInfo = provider(
    doc = "A checked program and the files beside it, or files alone, for one architecture.",
    fields = {
        "architecture": "string: `x86_64` or `arm64`.",
        "entries": "File: the path of each file, in the form of images/tools/archive/entry_list.h.",
        "glibc": "string: the newest glibc that the program may need, e.g. `2.34`; empty without one.",
        "inputs": "depset of File: every file that `entries` names, and the proof of the check.",
        "program": "File: the program itself; None where it is in a layer.",
    },
)

TaskFolderInfo = provider(
    doc = "/var/task or /opt as a folder, for one architecture, to run without a container.",
    fields = {
        "architecture": "string: `x86_64` or `arm64`.",
        "folder": "File: the folder; `bootstrap` is in it.",
    },
)

ZipInfo = provider(
    doc = "What Lambda unpacks, in /var/task for a function and in /opt for a layer.",
    fields = {
        "architecture": "string: `x86_64` or `arm64`.",
        "archive": "File: the zip; files only, in path order, of one fixed time.",
    },
)

RuntimeLayerInfo = provider(
    doc = "A layer of Lambda's: a program, and the files beside it, that other functions run on. (A layer of an image is LayerInfo.)",
    fields = {
        "folders": "dict of architecture to File: what /opt holds, laid out, to run without Lambda.",
        "glibc": "dict of architecture to string: the newest glibc that its program may need.",
        "name": "string: the name it is published under.",
        "zips": "dict of architecture to File: the zips to publish.",
    },
)

SymbolsInfo = provider(
    doc = "The symbols that were removed from a program before it shipped.",
    fields = {
        "folders": "depset of File: folders of `.build-id/XX/YY.debug`, as debuggers look for them. A folder is empty where the program had none.",
    },
)
