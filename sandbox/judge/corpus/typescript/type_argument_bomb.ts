// A parser that tries both readings of < takes twice as long for each level.
const bomb = a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=a<(b=1))))))))))))))))))))))))))))))))))))))))))))))))))))))))))));

function double(n: number): number { return n * 2; }
