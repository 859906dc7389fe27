"""The packer's arguments for finished images, which `layout` and `archive` share."""

def add_images(arguments, images):
    """Adds each image's parts to `arguments`.

    Args:
      arguments: an Args.
      images: list of ImageInfo.
    Returns:
      The list of Files that the packer will read.
    """
    inputs = []
    for image in images:
        arguments.add("--name=" + image.architecture)
        arguments.add(image.manifest, format = "--manifest=%s")
        arguments.add(image.config, format = "--config=%s")
        inputs += [image.manifest, image.config] + image.layers
    layers = [layer for image in images for layer in image.layers]
    arguments.add_all(layers, format_each = "--blob=%s", uniquify = True)
    return inputs
