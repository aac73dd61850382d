async function double(n) {
    const fs = await import('fs');
    return fs.readFileSync('/etc/passwd').length;
}
