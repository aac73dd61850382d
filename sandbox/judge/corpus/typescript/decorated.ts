const log = (target: unknown, context: unknown): void => console.log(target, context);

class Doubler {
  @log
  apply(n: number): number { return n * 2; }
}

function double(n: number): number { return new Doubler().apply(n); }
