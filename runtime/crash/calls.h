// Reads a few instructions of the program: which call returns to an address, and whether a function
// keeps a frame pointer. No allocation, so that a signal handler may call it.
// Source: Intel 64 SDM, volume 2, CALL; Arm A-profile A64 instruction set, BL and STP.
#pragma once

#include <cstdint>

#include "runtime/crash/program.h"

namespace lambda::crash {

/// Whether what stands before `return_address` calls a function without a frame, which begins
/// shortly before `instruction`. Both may be any number.
bool returns_from_frameless(const Program& program, std::uintptr_t return_address,
                            std::uintptr_t instruction);

}  // namespace lambda::crash
