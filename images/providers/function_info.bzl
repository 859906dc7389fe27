"""A whole function, as other rooms see it."""

FunctionInfo = provider(
    doc = "What `lambda_function` makes, and how the function is to be configured.",
    fields = {
        "environment": "dict of string to string: the function's own variables.",
        "handler": "string: what _HANDLER says; empty where it was not said.",
        "images": "dict of architecture to ImageInfo; empty where no image is made.",
        "layer": "RuntimeLayerInfo: the layer that has its program; None where the function has it.",
        "layout": "File: the OCI image layout that holds every architecture's image, or None.",
        "memory_mb": "int: 0 where it was not said.",
        "name": "string: the function's name.",
        "timeout_seconds": "int: 0 where it was not said.",
        "zips": "dict of architecture to File; empty where no zip is made.",
    },
)
