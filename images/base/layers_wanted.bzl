"""Whether a base comes with its layers, and the transition by which a rule asks for them.

A base's layers are an attribute behind a `select` on this, and Bazel loads only the branch it
takes: so the repository that has the layers is fetched for the rules which ask, and no other.
"""

layers_wanted = rule(
    implementation = lambda _ctx: [],
    doc = "Boolean build setting.",
    build_setting = config.bool(flag = False),
)

with_base_layers = transition(
    implementation = lambda _settings, _attr: {"//images/base:layers_wanted": True},
    inputs = [],
    outputs = ["//images/base:layers_wanted"],
)
