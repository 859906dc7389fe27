"""The path of a build's file in the function's folder."""

def path_in_package(short_path, package):
    """A file's path seen from the package that owns it.

    Args:
      short_path: the File's `short_path`.
      package: the package of the File's owner.
    Returns:
      The path, e.g. `conf/app.json`.
    """
    path = short_path
    if path.startswith("../"):  # Of another repository: "../REPOSITORY/PATH".
        path = path.split("/", 2)[2]
    if package and path.startswith(package + "/"):
        path = path[len(package) + 1:]
    return path

def place_all(files, place, what):
    """Pairs of path and File for what one label makes.

    Args:
      files: the label's Files.
      place: where they go: a path for one file or folder, or a folder's path that ends in `/`;
          empty, to keep each file's path in its package.
      what: the label, for messages.
    Returns:
      A list of pairs.
    """
    if not files:
        fail("{} makes no file, so there is nothing to pack. Name a target that makes one.".format(what))
    if place and not place.endswith("/"):
        if len(files) > 1:
            fail(("{} makes {} files, but files = {{...: \"{}\"}} has room for one. " +
                  "Write \"{}/\" to put them all in that folder.").format(what, len(files), place, place))
        return [(place, files[0])]
    return [(place + path_in_package(file.short_path, file.owner.package), file) for file in files]
