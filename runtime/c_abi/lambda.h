// The runtime for any language that can call C. The host owns the loop: lambda_next(), its handler,
// then lambda_respond() or lambda_fail(), over and over.
// Source: AWS Lambda Developer Guide, "Building a custom runtime"; runtime/loop does the work.
//
// Conventions, for every function here:
// - Ownership. What the caller passes is borrowed until the call returns. What an event points to
//   belongs to the runtime, and is valid until the event has been answered. Nothing is freed by the
//   caller but the runtime itself, by lambda_close().
// - Lengths. A text is its bytes and their number; it may hold zeros and has none at its end. An
//   absent text has size 0. The one exception, a content type, is a C string. Every field of a
//   struct is 8 bytes, so that a language needs no knowledge of C's layout rules.
// - Encoding. Texts are UTF-8; bodies any bytes. Invalid UTF-8 in an error or a log record is
//   replaced by U+FFFD.
// - Errors. A function that can fail returns a lambda_status, whose reason has then been written to
//   standard error. No C++ exception leaves a function.
// - Order. lambda_open(), then at most once lambda_fail_initialization(), else lambda_next() and
//   one answer, repeated. A call out of order does nothing and returns LAMBDA_MISUSED.
// - Threads. One thread at a time for one runtime. Those functions that take no runtime may be
//   called by any. The runtime starts no thread. A signal that interrupts a system call, such as
//   those a garbage collector sends, has no effect on it.
// - Processes. At most one runtime at a time: it owns the variable _X_AMZN_TRACE_ID.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int32_t lambda_status;
#define LAMBDA_OK 0    // Done; of an answer also that Lambda refused it: go on to the next event.
#define LAMBDA_EXIT 1  // The process cannot go on; it must exit with a status other than 0.
#define LAMBDA_MISUSED 2  // The call was out of order, or an argument was null.

typedef struct lambda_runtime lambda_runtime;

typedef struct lambda_text lambda_text;
struct lambda_text {
  const char* bytes;
  uint64_t size;
};

typedef struct lambda_header lambda_header;
struct lambda_header {
  lambda_text name;  // Spelled as it was received.
  lambda_text value;
};

typedef struct lambda_event lambda_event;
struct lambda_event {
  lambda_text body;
  lambda_text request_id;  // Never absent; those below may be.
  lambda_text invoked_function_arn;
  lambda_text trace_id;
  lambda_text tenant_id;
  lambda_text client_context;    // JSON.
  lambda_text cognito_identity;  // JSON.
  uint64_t deadline_ms;          // Since 1970; Lambda stops the process here.
  const lambda_header* headers;  // All, those above too.
  uint64_t header_count;
};

typedef struct lambda_error lambda_error;
struct lambda_error {
  lambda_text type;     // Free text, as a caller sees it: "OUT-OF-STOCK".
  lambda_text message;  // For people.
  lambda_text stack;    // Lines, the innermost first, each ended by a line feed but the last.
};

typedef int32_t lambda_level;
#define LAMBDA_TRACE 0
#define LAMBDA_DEBUG 1
#define LAMBDA_INFO 2
#define LAMBDA_WARN 3
#define LAMBDA_ERROR 4
#define LAMBDA_FATAL 5

// ---- The life of a runtime.

// Reads the environment. LAMBDA_EXIT when AWS_LAMBDA_RUNTIME_API names no server.
lambda_status lambda_open(lambda_runtime** runtime);

// Null is allowed.
void lambda_close(lambda_runtime* runtime);

// Waits for the next event, which may be hours away. Fills `event`.
lambda_status lambda_next(lambda_runtime* runtime, lambda_event* event);

// Answers with bytes, which may be the event's own. `content_type`: null for application/json.
lambda_status lambda_respond(lambda_runtime* runtime, const char* body, uint64_t body_size,
                             const char* content_type);

// Answers with a text given as code points; surrogates and numbers above 0x10FFFF become U+FFFD.
lambda_status lambda_respond_utf32(lambda_runtime* runtime, const uint32_t* code_points,
                                   uint64_t count, const char* content_type);

// Answers that the handler failed. Of a message 64 KiB are sent, of a stack 100 lines.
lambda_status lambda_fail(lambda_runtime* runtime, const lambda_error* error);

// Reports that there will be no handler; the process should then exit with a status other than 0.
lambda_status lambda_fail_initialization(lambda_runtime* runtime, const lambda_error* error);

// ---- When the process is leaving.

// From now on exit(), abort(), std::terminate(), and a fault in a thread that is not the host's are
// reported when there is something to answer, and written to the log with their stack. A process
// forked from this one reports nothing. `owns_thread` says whether the calling thread is the
// host's, whose own handlers, installed before, then get the signal; null when the host handles no
// faults. Call it once, after lambda_open().
void lambda_guard_exits(int (*owns_thread)(void));

// Reports that the process is about to leave in a way that the guard cannot see, such as _exit().
// Once for each event; nothing when there is nothing to answer. Not written to the log: the host
// knows more. A signal handler may call it.
void lambda_report_leaving(const char* type, const char* message);

// ---- Beside the events.

// Writes one record of the log to standard error, in the format and from the level on that the
// function is configured for; before lambda_open() in text, at every level. With a null runtime the
// record has no request id.
void lambda_log(lambda_runtime* runtime, lambda_level level, const char* message, uint64_t size);

// Milliseconds until the deadline; negative once it has passed.
int64_t lambda_remaining_ms(uint64_t deadline_ms);

// ---- Texts, for languages that keep them as arrays of code points.

// How many of the bytes are UTF-8: `size`, or the offset of the first that are not. `code_points`
// gets the number of code points in them.
uint64_t lambda_measure_utf8(const char* bytes, uint64_t size, uint64_t* code_points);

// `bytes` must be UTF-8, and `to` have room for its code points.
void lambda_decode_utf8(const char* bytes, uint64_t size, uint32_t* to);

// `to` must have room for four bytes for each code point. Result: how many bytes were written.
uint64_t lambda_encode_utf8(const uint32_t* code_points, uint64_t count, char* to);

#ifdef __cplusplus
}
#endif
