"""The name by which //:defs.bzl went before December 2026."""

load("//:defs.bzl", _lambda_function = "lambda_function")

lambda_function = _lambda_function
