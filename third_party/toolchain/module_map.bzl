"""The module of the headers that no target has: those of libc, libc++ and the compiler.

Strict checking of includes wants every header in a module; any file may include these.
"""

def _system_module_map_impl(ctx):
    lines = ctx.actions.args()
    lines.set_param_file_format("multiline")
    lines.add("module \"crosstool\" [system] {")
    lines.add_all(ctx.files.headers, format_each = "  textual header \"%s\"")
    lines.add("}")
    module_map = ctx.actions.declare_file(ctx.label.name + ".modulemap")
    ctx.actions.write(module_map, lines)
    return [DefaultInfo(files = depset([module_map]))]

system_module_map = rule(
    implementation = _system_module_map_impl,
    doc = "Writes NAME.modulemap, which names each of `headers`; they are no inputs of anything.",
    attrs = {"headers": attr.label_list(allow_files = True, mandatory = True)},
)
