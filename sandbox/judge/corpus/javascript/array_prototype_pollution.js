Array.prototype.push = null;
Array.prototype[Symbol.iterator] = null;
Object.prototype.get = () => 0;
Object.defineProperty(Object.prototype, '0', { get() { return 7; }, set() {}, configurable: true });

function double(n) {
    return n * 2;
}
