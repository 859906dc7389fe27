"""The plain target of a function: all that ships, and how it is configured."""

load("//images/function:attributes.bzl", "FUNCTION_ATTRIBUTES", "function_info")
load("//images/providers:function_info.bzl", "FunctionInfo")

def _lambda_function_files_impl(ctx):
    function = function_info(ctx)
    layout = [function.layout] if function.layout else []
    return [DefaultInfo(files = depset(layout + function.zips.values())), function]

lambda_function_files = rule(
    implementation = _lambda_function_files_impl,
    doc = "A function's layout and zips, with its configuration for whoever deploys it.",
    attrs = FUNCTION_ATTRIBUTES,
    provides = [FunctionInfo],
)
