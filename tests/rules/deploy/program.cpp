// A program that the tests of the rules name. It is never built.
int main() { return 0; }
