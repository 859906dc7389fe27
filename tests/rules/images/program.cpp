// A program that ends at once: the bootstrap of functions that are looked at, never run.
// Source: images/private/rules_test.bzl.
int main() { return 0; }
