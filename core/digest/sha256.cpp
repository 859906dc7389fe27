// SHA-256 by Poco's engine. Source: sha256.h.
#include "core/digest/sha256.h"

#include <algorithm>
#include <fstream>
#include <system_error>

#include <Poco/DigestEngine.h>
#include <Poco/SHA2Engine.h>

#include "core/errors/error.h"

namespace lambda {
namespace {

constexpr std::string_view kPrefix = "sha256:";

std::string digest_of(Poco::SHA2Engine& engine) {
  return std::string(kPrefix) + Poco::DigestEngine::digestToHex(engine.digest());
}

}  // namespace

struct MeasuringBuffer::State {
  std::streambuf* sink;
  Poco::SHA2Engine engine{Poco::SHA2Engine::SHA_256};
  std::uint64_t size = 0;
};

std::string sha256_digest(std::string_view bytes) {
  Poco::SHA2Engine engine(Poco::SHA2Engine::SHA_256);
  engine.update(bytes.data(), bytes.size());
  return digest_of(engine);
}

bool is_sha256_digest(std::string_view digest) {
  constexpr std::size_t kHexDigits = 64;
  if (!digest.starts_with(kPrefix) || digest.size() != kPrefix.size() + kHexDigits) {
    return false;
  }
  return std::ranges::all_of(digest.substr(kPrefix.size()), [](char digit) {
    return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
  });
}

std::string_view digest_hex(std::string_view digest) { return digest.substr(kPrefix.size()); }

MeasuringBuffer::MeasuringBuffer(std::streambuf* sink) : state_(new State{.sink = sink}) {}

MeasuringBuffer::~MeasuringBuffer() = default;

Measured MeasuringBuffer::finish() { return {digest_of(state_->engine), state_->size}; }

std::streamsize MeasuringBuffer::xsputn(const char* bytes, std::streamsize count) {
  if (state_->sink != nullptr && state_->sink->sputn(bytes, count) != count) {
    return 0;
  }
  state_->engine.update(bytes, static_cast<std::size_t>(count));
  state_->size += static_cast<std::uint64_t>(count);
  return count;
}

MeasuringBuffer::int_type MeasuringBuffer::overflow(int_type next) {
  if (traits_type::eq_int_type(next, traits_type::eof())) {
    return traits_type::not_eof(next);
  }
  const char byte = traits_type::to_char_type(next);
  return xsputn(&byte, 1) == 1 ? next : traits_type::eof();
}

int MeasuringBuffer::sync() { return state_->sink == nullptr ? 0 : state_->sink->pubsync(); }

std::expected<Measured, Error> measure_file(const std::filesystem::path& path) {
  std::error_code problem;
  std::ifstream stream;
  if (std::filesystem::is_regular_file(path, problem)) {  // A pipe would wait for a writer.
    stream.open(path, std::ios::binary);
  }
  if (!stream.is_open()) {
    return failure("File.Unreadable", path.string() + ": it cannot be read, or is not a file.");
  }
  constexpr std::size_t kPieceBytes = 1 << 16;
  std::string piece(kPieceBytes, '\0');
  MeasuringBuffer buffer(nullptr);
  while (stream.read(piece.data(), kPieceBytes) || stream.gcount() > 0) {
    buffer.sputn(piece.data(), stream.gcount());
  }
  if (stream.bad()) {
    return failure("File.Unreadable", path.string() + ": reading it failed.");
  }
  return buffer.finish();
}

}  // namespace lambda
