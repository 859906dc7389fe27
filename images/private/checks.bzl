"""What `lambda_function` refuses, and what to write instead. Each returns a message, or None.

Sources: Lambda Developer Guide, "Lambda quotas" and "Defined runtime environment variables";
Docker's reference grammar for names.
"""

load(":platform_transition.bzl", "ARCHITECTURES", "LIBCS")

_LOWER = "abcdefghijklmnopqrstuvwxyz0123456789"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
_SPELLINGS = {"aarch64": "arm64", "amd64": "x86_64", "arm": "arm64", "x86": "x86_64", "x86-64": "x86_64"}

# Lambda sets these and refuses a function that sets them itself.
RESERVED_VARIABLES = [
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_MAX_CONCURRENCY",
    "AWS_LAMBDA_METADATA_API",
    "AWS_LAMBDA_METADATA_TOKEN",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
]
_ENVIRONMENT_BYTES_MAX = 4096
_HANDLER_LENGTH_MAX = 128

PACKAGES = ["image", "zip"]  # What Lambda takes a function as.

def check_name(name):
    """A function's name, which also names docker's repository."""
    parts_ok = name and name[0] in _LOWER.elems() and name[-1] in _LOWER.elems()
    for character in name.elems():
        if character not in _LOWER.elems() and character not in ["-", "_", "."]:
            parts_ok = False
    for doubled in ["..", "._", "_.", ".-", "-.", "___"]:
        if doubled in name:
            parts_ok = False
    if not parts_ok or len(name) > 64:
        return ("name = \"{}\" cannot name a function and its image. Write at most 64 lower-case letters, " +
                "digits, '-', '_' or '.', with a letter or digit at both ends.").format(name)
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
    if len(handler) > _HANDLER_LENGTH_MAX:
        return "handler has {} characters; Lambda takes {}.".format(len(handler), _HANDLER_LENGTH_MAX)
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
    size = 0
    for name, value in env.items():
        if not name or name[0] not in _LETTERS.elems():
            return "env has \"{}\", which is no variable's name. Begin it with a letter.".format(name)
        for character in name.elems():
            if character not in (_LETTERS + "0123456789").elems():
                return "env has \"{}\", which is no variable's name. Write letters, digits and '_'.".format(name)
        if name in RESERVED_VARIABLES:
            return "env has {}, which Lambda sets itself and refuses from a function. Choose another name.".format(name)
        if "\n" in value or "\r" in value:
            return "env's {} has a line end, which not every tool keeps. Put the text into a file: srcs.".format(name)
        size += len(name) + len(value)
    if size > _ENVIRONMENT_BYTES_MAX:
        return "env has {} bytes; Lambda takes 4096. Put the rest into a file: srcs.".format(size)
    return None

def check_labels(labels):
    """The image's labels."""
    for name in labels:
        if not name or "=" in name or " " in name:
            return "labels has \"{}\", which is no label's name. Leave out '=' and spaces.".format(name)
        if name == "lambda.base" or name.startswith("org.opencontainers.image.base."):
            return "labels has {}, which says what the base is and is set for you. Leave it out.".format(name)
    return None

def check_user(user):
    """Who runs the function."""
    for character in user.elems():
        if character not in (_LETTERS + "0123456789-.:").elems():
            return "user = \"{}\" is no user. Write a name or number, like \"1000\" or \"1000:1000\".".format(user)
    return None

def _is_within(number, least, most):
    return number == None or (type(number) == "int" and number >= least and number <= most)

def check_limits(timeout_seconds, memory_mb):
    """Lambda's own ranges; None stands for Lambda's default."""
    if not _is_within(timeout_seconds, 1, 900):
        return "timeout = {} is outside Lambda's range. Write 1 to 900 seconds.".format(timeout_seconds)
    if not _is_within(memory_mb, 128, 10240):
        return "memory = {} is outside Lambda's range. Write 128 to 10240 megabytes.".format(memory_mb)
    return None

def check_place(path):
    """Where a file goes in the function's folder; a last `/` is allowed."""
    parts = path.removesuffix("/").split("/")
    if path.startswith("/"):
        return "files has the path \"{}\", which is absolute. Write it as seen from /var/task.".format(path)
    for part in parts:
        if part in ["", ".", ".."]:
            return "files has the path \"{}\", which could lead out of /var/task. Leave out '..', '.' and '//'.".format(path)
    for character in ["\t", "\n", "\r"]:
        if character in path:
            return "files has the path \"{}\" with a control character. Rename it.".format(path)
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
