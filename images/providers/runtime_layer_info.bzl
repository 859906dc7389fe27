"""A layer of Lambda's: what functions find in /opt. (A layer of an image is LayerInfo.)"""

RuntimeLayerInfo = provider(
    doc = "A program, and the files beside it, that other functions run on.",
    fields = {
        "folders": "dict of architecture to File: what /opt holds, laid out, to run without Lambda.",
        "glibc": "dict of architecture to string: the newest glibc that its program may need.",
        "name": "string: what it is published as.",
        "zips": "dict of architecture to File: what is published.",
    },
)
