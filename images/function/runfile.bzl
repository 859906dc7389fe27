"""Where a program that Bazel runs finds a file. Source: Bazel documentation, "Runfiles"."""

def runfile_path(ctx, file):
    """A file's path in the folder of runfiles, workspace's name first.

    Args:
      ctx: the rule's.
      file: a File among the runfiles.
    Returns:
      The path.
    """
    if file.short_path.startswith("../"):
        return file.short_path[len("../"):]
    return ctx.workspace_name + "/" + file.short_path

def path_below(package, name):
    """A path relative to the workspace; a workspace's own package has no name.

    Args:
      package: a label's.
      name: what lies in it.
    Returns:
      The path.
    """
    return package + "/" + name if package else name
