"""A zip for Lambda."""

ZipInfo = provider(
    doc = "What Lambda unpacks, in /var/task for a function and in /opt for a layer.",
    fields = {
        "architecture": "string: `x86_64` or `arm64`.",
        "archive": "File: the zip; files only, in path order, of one fixed time.",
    },
)
