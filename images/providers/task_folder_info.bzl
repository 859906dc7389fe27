"""A function's folder, to run without a container."""

TaskFolderInfo = provider(
    doc = "What /var/task holds, laid out for one architecture.",
    fields = {
        "architecture": "string: `x86_64` or `arm64`.",
        "folder": "File: the folder; `bootstrap` is in it.",
    },
)
