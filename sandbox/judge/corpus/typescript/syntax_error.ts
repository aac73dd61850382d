function double(n: numb er): number {
  return n * 2;
}
