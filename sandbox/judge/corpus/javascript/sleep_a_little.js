async function double(n) {
    const start = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (performance.now() - start < 10) throw new Error('too early');
    return n * 2;
}
