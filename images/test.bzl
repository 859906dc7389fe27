"""The name by which //:defs.bzl went before December 2026."""

load("//:defs.bzl", _lambda_function_test = "lambda_function_test")

lambda_function_test = _lambda_function_test
