// In the place of `aws` on a test's PATH: writes down with which words it was started, then becomes
// the real one. Source: execve(2).
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

int main(int, char** words) {
  const char* record = std::getenv("AWS_COMMAND_LINES");
  const char* real = std::getenv("REAL_AWS");
  if (record == nullptr || real == nullptr) {
    std::cerr << "AWS_COMMAND_LINES and REAL_AWS must be set" << std::endl;
    return 2;
  }
  std::ofstream file(record, std::ios::app);
  for (char** word = words; *word != nullptr; ++word) {
    file << *word << ' ';
  }
  file << std::endl;
  file.close();
  execv(real, words);
  std::cerr << real << " could not be started" << std::endl;
  return 127;
}
