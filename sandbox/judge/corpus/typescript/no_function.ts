type double = (n: number) => number;
declare function double(n: number): number;
