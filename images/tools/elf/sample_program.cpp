// A program to part: it prints a word, so that a test sees that it still runs.
#include <cstdio>

int main() {
  std::puts("whole");
  return 0;
}
