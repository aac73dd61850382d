#include <bits/stdc++.h>
using namespace std;

int rank_of(char sign) { return sign == '*' ? 2 : sign == '(' ? 0 : 1; }

long long value_of(const string& line) {
    vector<long long> values;
    vector<char> signs;

    auto apply = [&] {
        long long right = values.back();
        values.pop_back();
        long long& left = values.back();
        if (signs.back() == '+') left += right;
        if (signs.back() == '-') left -= right;
        if (signs.back() == '*') left *= right;
        signs.pop_back();
    };

    for (size_t at = 0; at < line.size(); at++) {
        char sign = line[at];
        if (sign == ' ') continue;
        if (isdigit(sign)) {
            long long number = 0;
            for (; at < line.size() && isdigit(line[at]); at++) number = 10 * number + (line[at] - '0');
            at--;
            values.push_back(number);
        } else if (sign == '(') {
            signs.push_back(sign);
        } else if (sign == ')') {
            while (signs.back() != '(') apply();
            signs.pop_back();
        } else {
            while (!signs.empty() && rank_of(signs.back()) >= rank_of(sign)) apply();
            signs.push_back(sign);
        }
    }
    while (!signs.empty()) apply();
    return values[0];
}

int main() {
    string line;
    getline(cin, line);
    for (int left = stoi(line); left > 0; left--) {
        getline(cin, line);
        cout << value_of(line) << '\n';
    }
}
