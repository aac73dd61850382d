async function double(n) {
    await new Promise((resolve) => setTimeout(resolve, 2147483647));
    return n * 2;
}
