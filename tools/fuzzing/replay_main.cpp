// Runs a fuzzer as an ordinary test: the corpus, each prefix of each file, and seeded mutations.
// The entry point it calls is libFuzzer's: https://llvm.org/docs/LibFuzzer.html
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

namespace {

constexpr size_t kMutations = 20'000;
constexpr size_t kMutatedBytesMax = 64u << 20;  // Of all mutations: bounds the time.
constexpr size_t kPrefixesMax = 4'096;          // Of one file; a longer one is cut in steps.

// A copy of exactly the input's size, so that a read past its end is seen by a sanitizer.
void run(const std::string& input) {
  std::vector<uint8_t> bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

void run_prefixes(const std::string& input) {
  const size_t step = input.size() / kPrefixesMax + 1;
  for (size_t size = 0; size < input.size(); size += step) {
    run(input.substr(0, size));
  }
  run(input);
}

void mutate(std::string& input, const std::vector<std::string>& corpus, std::mt19937_64& random) {
  const size_t at = input.empty() ? 0 : random() % input.size();
  switch (random() % 6) {
    case 0:
      input.insert(at, 1, static_cast<char>(random()));
      break;
    case 1:
      input.erase(at, random() % 8 + 1);
      break;
    case 2:
      if (!input.empty()) {
        input[at] = static_cast<char>(random());
      }
      break;
    case 3:
      if (!input.empty()) {
        input[at] ^= static_cast<char>(1u << random() % 8);
      }
      break;
    case 4:
      input.insert(at, input.substr(at, random() % 64));
      break;
    default: {
      const std::string& other = corpus[random() % corpus.size()];
      const size_t from = other.empty() ? 0 : random() % other.size();
      input.insert(at, other.substr(from, random() % 64));
    }
  }
}

void run_mutations(const std::vector<std::string>& corpus, size_t input_bytes_max) {
  std::mt19937_64 random(20260531);  // Fixed, so that a failure is met again.
  size_t bytes = 0;
  for (size_t count = 0; count < kMutations && bytes < kMutatedBytesMax; ++count) {
    std::string input = corpus[random() % corpus.size()];
    for (size_t change = random() % 8 + 1; change > 0; --change) {
      mutate(input, corpus, random);
    }
    if (input.size() > input_bytes_max) {
      input.resize(input_bytes_max);
    }
    bytes += input.size();
    run(input);
  }
}

}  // namespace

int main(int argc, char** argv) {
  size_t input_bytes_max = 65536;
  std::vector<std::string> corpus;
  for (int index = 1; index < argc; ++index) {
    if (std::strncmp(argv[index], "--max_len=", 10) == 0) {
      input_bytes_max = std::strtoull(argv[index] + 10, nullptr, 10);
      continue;
    }
    std::ifstream file(argv[index], std::ios::binary);
    if (!file) {
      std::fprintf(stderr, "%s: cannot be read\n", argv[index]);
      return 1;
    }
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  if (corpus.empty()) {
    std::fprintf(stderr, "usage: %s [--max_len=BYTES] CORPUS_FILE...\n", argv[0]);
    return 1;
  }
  for (const std::string& input : corpus) {
    run_prefixes(input);
  }
  run_mutations(corpus, input_bytes_max);
  std::printf("%zu corpus files and their mutations: no fault\n", corpus.size());
  return 0;
}
