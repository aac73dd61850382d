#include <arena.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

IntList mirror_words(StringList signs) {
    IntList answers = {malloc(signs.length * sizeof *answers.items), signs.length};
    for (int i = 0; i < signs.length; i++) {
        const char *sign = signs.items[i];
        int left = 0, right = (int)strlen(sign) - 1, repaint = 0;
        while (left < right) {
            if (!isalnum(sign[left])) {
                left++;
            } else if (!isalnum(sign[right])) {
                right--;
            } else {
                repaint += tolower(sign[left++]) != tolower(sign[right--]);
            }
        }
        answers.items[i] = repaint;
    }
    return answers;
}
