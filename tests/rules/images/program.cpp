// A program that ends at once: the bootstrap of functions that are looked at, never run.
int main() { return 0; }
