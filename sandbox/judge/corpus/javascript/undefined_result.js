function double(n) {
    console.log('value\n2');
}
