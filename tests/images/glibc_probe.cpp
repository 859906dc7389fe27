// A program of the kinds of calls that newer glibc versions took symbols for: threads, numbers from
// text, sockets, statistics of files. It is built for arm64's glibc to see which versions it needs.
#include <sys/socket.h>
#include <sys/stat.h>

#include <cstdlib>
#include <format>
#include <iostream>
#include <stdexcept>
#include <thread>

int main(int count, char** arguments) {
  struct stat about{};
  const int is_file = stat(arguments[0], &about);
  const long number = count > 1 ? std::strtol(arguments[1], nullptr, 10) : 0;
  std::thread worker([&] { std::cout << std::format("{} {}\n", number, about.st_size); });
  worker.join();
  try {
    if (is_file != 0) {
      throw std::runtime_error("no file");
    }
  } catch (const std::exception& exception) {
    std::cout << exception.what() << std::endl;
  }
  return socket(AF_INET, SOCK_STREAM, 0) < 0 ? 1 : 0;
}
