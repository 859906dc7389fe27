"""The version of this project, and the only place that says it: the one that is being made, or was just released."""

VERSION = "0.1"
