const deeper = <T>(value: T): T => deeper<T>(value);

function double(n: number): number {
  return deeper(n) * 2;
}
