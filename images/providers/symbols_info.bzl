"""What a program's stacks are resolved with."""

SymbolsInfo = provider(
    doc = "The symbols that were parted from a program before it shipped.",
    fields = {
        "folders": "depset of File: folders of `.build-id/XX/YY.debug`, as debuggers look for them. A folder is empty where the program had none.",
    },
)
