template <class A, class B> struct P {};
template <int N, class T> struct A { A<N - 1, P<T, int>> a; A<N - 1, P<int, T>> b; };
template <class T> struct A<0, T> {};
int main() { return sizeof(A<40, int>); }
