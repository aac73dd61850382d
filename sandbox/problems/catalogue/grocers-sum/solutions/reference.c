#include <ctype.h>
#include <stdio.h>

enum { MAX_CHARACTERS = 40000 };

static char line[MAX_CHARACTERS + 2];
static long long values[MAX_CHARACTERS];
static char signs[MAX_CHARACTERS];
static int value_count, sign_count;

static int rank_of(char sign) { return sign == '*' ? 2 : sign == '(' ? 0 : 1; }

static void apply(void) {
    char sign = signs[--sign_count];
    long long right = values[--value_count];
    long long *left = &values[value_count - 1];
    *left = sign == '+' ? *left + right : sign == '-' ? *left - right : *left * right;
}

static long long value_of(const char *at) {
    value_count = sign_count = 0;
    while (*at && *at != '\n') {
        if (isdigit((unsigned char)*at)) {
            long long number = 0;
            for (; isdigit((unsigned char)*at); at++) number = 10 * number + (*at - '0');
            values[value_count++] = number;
            continue;
        }
        char sign = *at++;
        if (sign == '(') {
            signs[sign_count++] = sign;
        } else if (sign == ')') {
            while (signs[sign_count - 1] != '(') apply();
            sign_count--;
        } else if (sign != ' ') {
            while (sign_count > 0 && rank_of(signs[sign_count - 1]) >= rank_of(sign)) apply();
            signs[sign_count++] = sign;
        }
    }
    while (sign_count > 0) apply();
    return values[0];
}

int main(void) {
    int n;
    scanf("%d ", &n);
    // That has read the spaces before the first line's text as well, which do not matter.
    while (n-- > 0 && fgets(line, sizeof line, stdin)) printf("%lld\n", value_of(line));
}
