// What becomes of an exception that nobody catches.
#pragma once

namespace arena_ {

// Runs `body` between the constructors and the destructors of the program's globals.
void run(int (*body)());

}  // namespace arena_
