// Keeps the call of the player's function from its constructor to the start of the program.
#include "glue.h"

namespace arena_ {

static constinit void (*enlisted)() = nullptr;

void enlist(void (*call)()) { enlisted = call; }

}  // namespace arena_

extern "C" void arena_call() { arena_::enlisted(); }
