import { inspect } from 'util';
import type { Nothing } from "./nothing";

/** Doubles in every way that there is. */
export interface Doubler<in out T extends number | bigint = number> {
  readonly name: string;
  double(this: Doubler<T>, n: T): T;
  (n: T, ...rest: readonly T[]): T;
  [key: `x-${string}`]: unknown;
}

type Element<A> = A extends readonly (infer U extends number)[] ? U : A extends Map<infer K, infer V> ? [K, V] : never;
type Flags = { -readonly [K in keyof Doubler as `has${Capitalize<K & string>}`]?: boolean };
declare const process: { exit(code?: number): never };
declare function unique(): asserts process is typeof process;

enum Way { Sum, Product = 4, Shift, Text = 'text', Again = Text }
const enum Mask { Low = 1 << 0, High = Low << 4, All = Low | High }

namespace Ways {
  export const names: readonly string[] = ['sum', 'product'] as const;
  export function pick<T>(all: readonly T[], index: number): T | undefined { return all[index]; }
}

abstract class Base<T> {
  static #made = 0;
  declare readonly ghost: T;
  protected constructor(public readonly way: Way, private factor?: number) { Base.#made++; }
  abstract apply(n: number): number;
  get scale(): number { return this.factor ?? 2; }
  static get made() { return Base.#made; }
}

class Multiplied extends Base<number> {
  constructor() { super(Way.Product, 2); }
  override apply(n: number): number { return n * this.scale!; }
}

function same(a: number): number;
function same(a: string): string;
function same(a: any): any { return a; }

const identity = <T,>(x: T): T => x;
const second = async <T extends object>({ a = 1, ...rest }: { a?: number } & T, [b]: [number?] = []): Promise<number> => {
  for await (const part of [1, 2]) { if (part > 1 && /[)(]/.test(`${part}${'('}`)) return part / 1 / (b || 1); }
  return a;
};

export function double(n: number): number {
  const ways: Record<string, (n: number) => number> = {
    sum: (n) => n + n,
    product: (n: number) => new Multiplied().apply(n),
    shift: n => n < 2 ** 29 && n >= 0 ? n << 1 : 2 * n,
  } satisfies Flags | object;
  const cast = <unknown>n as number;
  const results = new Map<string, number>(Object.entries(ways).map(([name, way]) => [name, way(cast)]));
  if (results.size !== 3 || !inspect(results) || Mask.All !== 17 || Way.Again !== 'text') return -1;
  void second({ a: 1 }, [1]);
  return identity<number>(same(results.get(Ways.pick(Ways.names, +(Base.made > 0)) ?? 'sum')!));
}
