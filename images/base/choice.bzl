"""Whether the empty base stands in for a base. Pure, and tested by itself."""

# The variables that decide it, from the machine or by `--repo_env`.
CHOICE_SETTINGS = [
    "LAMBDA_BASE",  # The user's word for the default bases: `empty` (--config=offline) or `registry`.
    "LAMBDA_BASE_DEFAULT",  # The machine's, where the user says nothing: `empty`, by tools/bazel.
    "LAMBDA_BASE_MIRROR",
]

def choose_base(is_default, settings):
    """Decides between a base and the empty one. A base or mirror that the user named always stays.

    Args:
      is_default: whether the base is one of this project's, not one that the user declared.
      settings: a dict that may have CHOICE_SETTINGS.
    Returns:
      A struct of is_empty, and error: None, or why the settings cannot be followed.
    """
    word = settings.get("LAMBDA_BASE", "")
    mirror = settings.get("LAMBDA_BASE_MIRROR", "")
    if word not in ["", "empty", "registry"]:
        return _error(("LAMBDA_BASE={} is not known. Write LAMBDA_BASE=empty for the empty base, " +
                       "LAMBDA_BASE=registry for the registry's, or leave it out.").format(word))
    if word == "empty" and mirror and is_default:
        return _error(("LAMBDA_BASE=empty (--config=offline) wants the empty base, LAMBDA_BASE_MIRROR={} " +
                       "that mirror's. Leave --config=offline out, or add --repo_env=LAMBDA_BASE_MIRROR= " +
                       "for the empty base.").format(mirror))
    word = word or ("registry" if mirror else settings.get("LAMBDA_BASE_DEFAULT", ""))
    return struct(error = None, is_empty = is_default and word == "empty")

def _error(text):
    return struct(error = text, is_empty = False)
