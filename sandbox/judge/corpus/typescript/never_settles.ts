export default async function double(n: number): Promise<number> {
  await new Promise<void>(() => {});
  return n * 2;
}
