"""What `lambda_function` refuses, and what to write instead. Each returns a message, or None.

Sources: Lambda Developer Guide, "Lambda quotas" and "Defined runtime environment variables";
Docker's reference grammar for names.
"""

load(
    "//core/lambda:quotas.bzl",
    "CREDENTIAL_VARIABLES",
    "ENVIRONMENT_BYTES_MAX",
    "FUNCTION_NAME_MAX",
    "HANDLER_MAX",
    "MEMORY_MB_MAX",
    "MEMORY_MB_MIN",
    "RUNTIME_VARIABLES",
    "TIMEOUT_SECONDS_MAX",
)
load(":platform_transition.bzl", "ARCHITECTURES", "LIBCS")

_LOWER = "abcdefghijklmnopqrstuvwxyz0123456789"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SPELLINGS = {"aarch64": "arm64", "amd64": "x86_64", "arm": "arm64", "x86": "x86_64", "x86-64": "x86_64"}

# Lambda sets these and refuses a function that sets them itself.
RESERVED_VARIABLES = sorted(RUNTIME_VARIABLES + CREDENTIAL_VARIABLES)

PACKAGES = ["image", "zip"]  # What Lambda takes a function as.

# The attributes whose kind is checked before anything else, and how each is written.
_KINDS = {
    "env": ("dict", "env = {\"NAME\": \"VALUE\"}"),
    "files": ("dict", "files = {\"//data:model.bin\": \"models/one.bin\"}"),
    "folders": ("list", "folders = [\"templates\"]"),
    "handler": ("string", "handler = \"app.main\""),
    "labels": ("dict", "labels = {\"NAME\": \"VALUE\"}"),
    "libc": ("string", "libc = \"musl\""),
    "memory": ("int", "memory = 512"),
    "name": ("string", "name = \"hello\""),
    "srcs": ("list", "srcs = [\"conf/app.json\"]"),
    "timeout": ("int", "timeout = 30"),
    "user": ("string", "user = \"1000\""),
}
_OPTIONAL = ["memory", "timeout"]  # None stands for Lambda's own default.
_SELECTABLE = ["srcs"]  # Not looked into before the analysis.

# Every attribute of lambda_function, for the suggestion when one is misspelt.
ATTRIBUTES = [
    "architectures",
    "base",
    "bootstrap",
    "env",
    "files",
    "folders",
    "handler",
    "labels",
    "layer",
    "libc",
    "memory",
    "name",
    "packages",
    "srcs",
    "tags",
    "testonly",
    "timeout",
    "user",
    "visibility",
]

# What other tools call the same thing.
_ELSEWHERE = {
    "architecture": "architectures",
    "base_image": "base",
    "binary": "bootstrap",
    "data": "srcs",
    "dirs": "folders",
    "environment": "env",
    "environment_variables": "env",
    "layers": "layer",
    "program": "bootstrap",
    "variables": "env",
}

def _edits(one, other):
    """How many letters must be added, left out or changed to make one of the other."""
    row = range(len(other) + 1)
    for i, letter in enumerate(one.elems()):
        before, row = row, [i + 1]
        for j, wanted in enumerate(other.elems()):
            changed = before[j] + (0 if letter == wanted else 1)
            row.append(min(changed, before[j + 1] + 1, row[j] + 1))
    return row[-1]

def check_attributes(unknown):
    """Names that lambda_function does not have; the message says which was probably meant."""
    for name in unknown:
        for known in ATTRIBUTES + _ELSEWHERE.keys():
            is_near = _edits(name, known) <= max(1, min(len(name), len(known)) // 4)
            if is_near or name.startswith(known + "_"):
                return "it has no attribute {}. Did you mean {}?".format(name, _ELSEWHERE.get(known, known))
        return "it has no attribute {}. It has {}.".format(name, ", ".join(ATTRIBUTES))
    return None

def check_types(values):
    """The kind of each value, a dict by attribute.

    What a select() says is not known yet when names and sizes are checked.
    """
    for name, value in values.items():
        kind, example = _KINDS[name]
        if type(value) == kind or (value == None and name in _OPTIONAL):
            continue
        if type(value) == "select" and name in _SELECTABLE:
            continue
        if type(value) == "select":
            return "{} is a select(), which is not known when it is checked. Write two lambda_functions, or {}.".format(name, example)
        if kind == "int" and type(value) == "string" and value.isdigit():
            return "{} = {} is a text, not a number. Leave the quotes out: {} = {}.".format(name, repr(value), name, value)
        return "{} = {} is of the wrong kind, {}. Write a {}: {}.".format(name, repr(value), type(value), kind, example)
    return None

def check_name(name):
    """A function's name, which also names its layer and docker's repository: what all three take.

    Lambda has no '.' in it, docker no capitals and only some pairs of '-' and '_'.
    """
    parts_ok = name and name[0] in _LOWER.elems() and name[-1] in _LOWER.elems()
    for character in name.elems():
        if character not in _LOWER.elems() and character not in ["-", "_"]:
            parts_ok = False
    for doubled in ["_-", "-_", "___"]:
        if doubled in name:
            parts_ok = False
    if not parts_ok or len(name) > FUNCTION_NAME_MAX:
        return ("name = \"{}\" cannot name a function and its image. Write at most {} lower-case letters, " +
                "digits, '-' or '_' (not side by side), with a letter or digit at both ends.").format(name, FUNCTION_NAME_MAX)
    return None

def check_architectures(architectures):
    """A list of Lambda's architectures, each once."""
    if type(architectures) != "list" or not architectures:
        return "architectures = {} must be a list. Write [\"x86_64\"], [\"arm64\"] or both.".format(repr(architectures))
    for one in architectures:
        if one not in ARCHITECTURES:
            meant = _SPELLINGS.get(one)
            return "architectures has \"{}\", which Lambda does not have. Write {}.".format(
                one,
                "\"{}\"".format(meant) if meant else "\"x86_64\" or \"arm64\"",
            )
        if len([other for other in architectures if other == one]) > 1:
            return "architectures has \"{}\" twice. Write it once.".format(one)
    return None

def check_packages(packages, is_on_layer):
    """What is made of the function; Lambda attaches layers to zips only."""
    if type(packages) != "list" or not packages:
        return "packages = {} must be a list. Write [\"image\"], [\"zip\"] or both.".format(repr(packages))
    for one in packages:
        if one not in PACKAGES:
            return "packages has \"{}\". Write [\"image\"], [\"zip\"] or both.".format(one)
    if is_on_layer and "image" in packages:
        return "packages has \"image\", but an image takes no layer: what it needs is in it. Name bootstrap instead of layer."
    return None

def check_program(bootstrap, layer):
    """Where the function's program comes from."""
    if bootstrap and layer:
        return "bootstrap and layer are both there, but a function has one program. Leave one of them out."
    if not bootstrap and not layer:
        return "there is no program. Write bootstrap = \":my_program\", or layer = \"//x:runtime.layer\" for one that a layer has."
    return None

def check_image_settings(packages, base, labels, user):
    """What holds for images alone."""
    if "image" in packages:
        return None
    for name, value in {"base": base, "labels": labels, "user": user}.items():
        if value:
            return "{} is for images, and packages = {} makes none. Leave it out.".format(name, repr(packages))
    return None

def check_handler(handler):
    """What _HANDLER says."""
    if len(handler) > HANDLER_MAX:
        return "handler has {} characters; Lambda takes {}.".format(len(handler), HANDLER_MAX)
    for character in handler.elems():
        if character in [" ", "\t", "\n", "\r"]:
            return "handler = {} has a space in it, which Lambda refuses. Write it without.".format(repr(handler))
    if handler.startswith("-"):
        return "handler = {} would be read as an option. Begin it with a letter.".format(repr(handler))
    return None

def check_libc(libc):
    """What the program is linked with."""
    if libc not in LIBCS:
        return ("libc = \"{}\" is not known. Write \"musl\" (static, runs on any base) or \"glibc\" " +
                "(Amazon Linux 2023's, for what needs dlopen).").format(libc)
    return None

def check_environment(env):
    """The function's variables."""
    for name, value in env.items():
        if type(name) != "string" or type(value) != "string":
            return "env has {}: {}, but a variable is a text. Write \"{}\": \"{}\".".format(repr(name), repr(value), name, value)
        if name in RESERVED_VARIABLES:
            return "env has {}, which Lambda sets itself and refuses from a function. Choose another name.".format(name)
        if len(name) < 2 or name[0] not in _LETTERS.elems():
            return "env has \"{}\", which is not a valid name of a variable. Write two characters or more, a letter first.".format(name)
        for character in name.elems():
            if character not in (_LETTERS + "_0123456789").elems():
                return "env has \"{}\", which is not a valid name of a variable. Write letters, digits and '_'.".format(name)
        if "\n" in value or "\r" in value:
            return "env's {} has a line end, which not every tool keeps. Put the text into a file: srcs.".format(name)
    size = len(json.encode(env))
    if size > ENVIRONMENT_BYTES_MAX:
        return "env has {} bytes as JSON; Lambda takes {}. Put the rest into a file: srcs.".format(size, ENVIRONMENT_BYTES_MAX)
    return None

def check_labels(labels):
    """The image's labels."""
    for name, value in labels.items():
        if type(name) != "string" or type(value) != "string":
            return "labels has {}: {}, but a label is a text. Write \"{}\": \"{}\".".format(repr(name), repr(value), name, value)
        if not name or "=" in name or " " in name:
            return "labels has \"{}\", which is not a valid name of a label. Leave out '=' and spaces.".format(name)
        if name == "lambda.base" or name.startswith("org.opencontainers.image.base."):
            return "labels has {}, which says what the base is and is set for you. Leave it out.".format(name)
    return None

def check_user(user):
    """Who runs the function."""
    for character in user.elems():
        if character not in (_LETTERS + "_0123456789-.:").elems():
            return "user = \"{}\" is not a valid user. Write a name or number, like \"1000\" or \"1000:1000\".".format(user)
    return None

def _is_within(number, least, most):
    return number == None or (number >= least and number <= most)

def check_limits(timeout_seconds, memory_mb):
    """Lambda's own ranges; None stands for Lambda's default."""
    if not _is_within(timeout_seconds, 1, TIMEOUT_SECONDS_MAX):
        return "timeout = {} is outside Lambda's range. Write 1 to {} seconds.".format(timeout_seconds, TIMEOUT_SECONDS_MAX)
    if not _is_within(memory_mb, MEMORY_MB_MIN, MEMORY_MB_MAX):
        return "memory = {} is outside Lambda's range. Write {} to {} megabytes (above 10240 on Managed Instances only).".format(
            memory_mb,
            MEMORY_MB_MIN,
            MEMORY_MB_MAX,
        )
    return None

def check_place(path):
    """Where a file goes in the function's folder; a last `/` is allowed."""
    parts = path.removesuffix("/").split("/")
    if path.startswith("/"):
        return "files has the path \"{}\", which is absolute. Write it as seen from /var/task.".format(path)
    for part in parts:
        if part in ["", ".", ".."]:
            return "files has the path \"{}\", which could lead out of /var/task. Leave out '..', '.' and '//'.".format(path)
    for character in path.elems():
        if character < " " or character == "\177":
            return "files has the path {} with a control character. Rename it.".format(repr(path))
    return None

def check_function(
        name,
        architectures,
        base,
        bootstrap,
        env,
        files,
        handler,
        labels,
        layer,
        libc,
        memory,
        packages,
        timeout,
        user):
    """The first of the refusals above that holds, or None; all arguments are lambda_function's."""
    mistyped = check_types({
        "env": env,
        "files": files,
        "handler": handler,
        "labels": labels,
        "libc": libc,
        "memory": memory,
        "name": name,
        "timeout": timeout,
        "user": user,
    })
    if mistyped:
        return mistyped
    for problem in [
        check_name(name),
        check_program(bootstrap, layer),
        check_packages(packages, is_on_layer = bool(layer)),
        check_image_settings(packages, base, labels, user),
        check_handler(handler),
        check_architectures(architectures),
        check_libc(libc),
        check_environment(env),
        check_labels(labels),
        check_user(user),
        check_limits(timeout, memory),
    ] + [check_place(path) for path in files.values()]:
        if problem:
            return problem
    return None
