"""The features every C++ toolchain here shares: how Bazel's own variables become flags.

Written out in full (`no_legacy_features`), since the compiler's verb must be the first argument.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load(
    "@bazel_tools//tools/cpp:cc_toolchain_config_lib.bzl",
    "feature",
    "feature_set",
    "flag_group",
    "flag_set",
    "variable_with_value",
)

C_COMPILE = [ACTION_NAMES.c_compile, ACTION_NAMES.assemble, ACTION_NAMES.preprocess_assemble]
CPP_COMPILE = [ACTION_NAMES.cpp_compile, ACTION_NAMES.cpp_header_parsing]
COMPILE = C_COMPILE + CPP_COMPILE
LINK = [
    ACTION_NAMES.cpp_link_executable,
    ACTION_NAMES.cpp_link_dynamic_library,
    ACTION_NAMES.cpp_link_nodeps_dynamic_library,
]
ARCHIVE = [ACTION_NAMES.cpp_link_static_library]

def flags_feature(name, sets):
    """Returns a feature that is always on. `sets`: pairs of actions and flags."""
    return feature(
        name = name,
        enabled = True,
        flag_sets = [
            flag_set(actions = actions, flag_groups = [flag_group(flags = flags)])
            for actions, flags in sets
            if flags
        ],
    )

def _variable(name, actions, flags, iterate = False):
    return feature(name = name, enabled = True, flag_sets = [flag_set(
        actions = actions,
        flag_groups = [flag_group(
            flags = flags,
            iterate_over = name if iterate else None,
            expand_if_available = name,
        )],
    )])

def _each(name, actions, flags):
    return _variable(name, actions, flags, iterate = True)

def _is_kind(kind):
    return variable_with_value(name = "libraries_to_link.type", value = kind)

def _library(kind, flags, iterate_over = None):
    return flag_group(
        flags = flags,
        iterate_over = iterate_over,
        expand_if_equal = _is_kind(kind),
    )

def _whole_archive(flag):
    return flag_group(flags = [flag], expand_if_true = "libraries_to_link.is_whole_archive")

def _libraries_to_link(actions, whole_archive):
    groups = [
        flag_group(
            flags = ["-Wl,--start-lib"],
            expand_if_equal = _is_kind("object_file_group"),
        ) if whole_archive else None,
        _whole_archive("-Wl,-whole-archive") if whole_archive else None,
        _library(
            "object_file_group",
            ["%{libraries_to_link.object_files}"],
            "libraries_to_link.object_files",
        ),
        _library("object_file", ["%{libraries_to_link.name}"]),
        _library("interface_library", ["%{libraries_to_link.name}"]),
        _library("static_library", ["%{libraries_to_link.name}"]),
        _library("dynamic_library", ["-l%{libraries_to_link.name}"]),
        _whole_archive("-Wl,-no-whole-archive") if whole_archive else None,
        flag_group(
            flags = ["-Wl,--end-lib"],
            expand_if_equal = _is_kind("object_file_group"),
        ) if whole_archive else None,
    ]
    return flag_set(actions = actions, flag_groups = [flag_group(
        iterate_over = "libraries_to_link",
        expand_if_available = "libraries_to_link",
        flag_groups = [group for group in groups if group != None],
    )])

# What finds faults in our own code beyond -Wall, in g++ and clang alike. A field that an
# initializer leaves out has its default, as it should.
_WARNINGS = [
    "-Wextra",
    "-Wno-missing-field-initializers",
]

def strict_features(more = []):
    """Returns what /REPO.bazel switches on for this repository's own code.

    Args:
      more: warnings that only this compiler has, or has well.
    """
    return [feature(name = "warnings_as_errors", flag_sets = [flag_set(
        actions = COMPILE,
        flag_groups = [flag_group(flags = _WARNINGS + more + ["-Werror"])],
    )])]

def layering_features():
    """Returns `layering_check`: a file includes only headers of its own target or of a direct dep.

    clang alone has it. It looks only at the maps of direct deps, which are the inputs of a compile,
    so a header of any other target is in no module, and strictness refuses it; `system_module_map`
    has the headers that all may include.
    """
    return [
        feature(name = "module_maps", enabled = True),
        # The paths in maps begin where all actions run.
        feature(name = "module_map_home_cwd", enabled = True),
        feature(
            name = "use_module_maps",
            flag_sets = [flag_set(
                actions = C_COMPILE + CPP_COMPILE,
                flag_groups = [flag_group(flags = [
                    "-fmodule-name=%{module_name}",
                    "-fmodule-map-file=%{module_map_file}",
                    "-Xclang",
                    "-fmodule-map-file-home-is-cwd",
                ])],
            )],
            requires = [feature_set(features = ["module_maps"])],
        ),
        feature(
            name = "layering_check",
            flag_sets = [flag_set(actions = C_COMPILE + CPP_COMPILE, flag_groups = [
                flag_group(flags = ["-fmodules-strict-decluse", "-Wprivate-header"]),
                flag_group(
                    flags = ["-fmodule-map-file=%{dependent_module_map_files}"],
                    iterate_over = "dependent_module_map_files",
                ),
            ])],
            implies = ["use_module_maps"],
        ),
    ]

def input_features():
    """Returns the features after a toolchain's own flags, in the order of the command line."""
    return [
        _each("preprocessor_defines", COMPILE, ["-D%{preprocessor_defines}"]),
        _each("includes", COMPILE, ["-include", "%{includes}"]),
        _each("quote_include_paths", COMPILE, ["-iquote", "%{quote_include_paths}"]),
        _each("include_paths", COMPILE, ["-I%{include_paths}"]),
        _each("system_include_paths", COMPILE, ["-isystem", "%{system_include_paths}"]),
        _each("external_include_paths", COMPILE, ["-isystem", "%{external_include_paths}"]),
        _each("user_compile_flags", COMPILE, ["%{user_compile_flags}"]),
        _variable("dependency_file", COMPILE, ["-MD", "-MF", "%{dependency_file}"]),
        _variable("source_file", COMPILE, ["-c", "%{source_file}"]),
        _variable("output_file", COMPILE, ["-o", "%{output_file}"]),
        flags_feature("archive_mode", [(ARCHIVE, ["rcsD"])]),
        _variable("output_execpath", LINK, ["-o", "%{output_execpath}"]),
        feature(name = "archive_output", enabled = True, flag_sets = [flag_set(
            actions = ARCHIVE,
            flag_groups = [flag_group(
                flags = ["%{output_execpath}"],
                expand_if_available = "output_execpath",
            )],
        )]),
        _each("library_search_directories", LINK, ["-L%{library_search_directories}"]),
        feature(name = "libraries_to_link", enabled = True, flag_sets = [
            _libraries_to_link(LINK, whole_archive = True),
            _libraries_to_link(ARCHIVE, whole_archive = False),
        ]),
        _each("user_link_flags", LINK, ["%{user_link_flags}"]),
        _variable("linker_param_file", LINK + ARCHIVE, ["@%{linker_param_file}"]),
    ]
