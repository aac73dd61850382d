function double(n) {
    let text = 'x';
    for (;;) text += text + 'y';
}
