// libbacktrace's configuration for 64-bit Linux, as its own configure script would write it; and
// what makes it read a file that is not the running program.
#pragma once

#define BACKTRACE_ELF_SIZE 64
#define HAVE_ATOMIC_FUNCTIONS 1
#define HAVE_DECL_STRNLEN 1
#define HAVE_DL_ITERATE_PHDR 1
#define HAVE_FCNTL 1
#define HAVE_LINK_H 1
#define HAVE_LSTAT 1
#define HAVE_READLINK 1
#define HAVE_SYNC_FUNCTIONS 1

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif

#include <link.h>
#include <stddef.h>

// The library asks where each file is loaded. Here it reads one file, of any processor, whose
// addresses count from its own beginning.
static inline int lambda_one_file_at_zero(int (*callback)(struct dl_phdr_info*, size_t, void*),
                                          void* argument) {
  struct dl_phdr_info file = {0};
  file.dlpi_name = "";
  return callback(&file, sizeof file, argument);
}
#define dl_iterate_phdr lambda_one_file_at_zero
