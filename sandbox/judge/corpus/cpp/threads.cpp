#include <thread>
int main() {
    std::thread thread([] { for (;;) {} });
    thread.join();
}
