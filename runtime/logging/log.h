// The log of the process: standard error, which Lambda keeps, in one form for the whole process.
#pragma once

#include <string_view>

#include "runtime/logging/record.h"

namespace lambda::logging {

/// Call it before there is a second thread. Until then: text, and every record.
void configure(const Settings& settings);

/// Thread-safe, as the functions below are.
const Settings& settings();

/// Whether a record of this level is written.
bool is_on(Level level);

std::chrono::sys_time<std::chrono::milliseconds> now();

/// Writes the record, with the time of now, by one system call; nothing when its level is off.
void write(Record record);

/// Writes all of `text` to standard error, as it is. No result: there is nowhere to tell a failure.
void write_bytes(std::string_view text);

}  // namespace lambda::logging
