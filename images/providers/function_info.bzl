"""A whole function: how it is configured, and what was built of it."""

FunctionInfo = provider(
    doc = "How a function is configured, and those of its parts that a target needs.",
    fields = {
        "architectures": "list of string: Lambda's names of them, in the order in which they were given.",
        "entrypoints": "dict of architecture to File: the entry point program; empty where the function is not run.",
        "environment": "dict of string to string: the function's own variables.",
        "handler": "string: the value of _HANDLER; empty where none was given.",
        "images": "dict of architecture to ImageInfo; empty where no image is needed.",
        "layer": "RuntimeLayerInfo: the layer with the function's program, or to publish; None where there is none.",
        "layout": "File: the OCI image layout that holds every architecture's image, or None.",
        "memory_mb": "int: 0 where none was given.",
        "name": "string: the function's name.",
        "tasks": "dict of architecture to File: the folder /var/task; empty where the function is not run.",
        "timeout_seconds": "int: 0 where none was given.",
        "zips": "dict of architecture to File; empty where no zip is needed.",
    },
)
