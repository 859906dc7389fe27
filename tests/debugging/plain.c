// A program for gdb to stop in: C, so that no C++ library is compiled for it.
#include <stdio.h>

static int total(int price, int count) {
  int sum = price * count;
  return sum;  // Line 6.
}

int main(void) {
  printf("%d\n", total(3, 7));
  return 0;
}
