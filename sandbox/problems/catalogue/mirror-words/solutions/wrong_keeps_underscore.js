function mirrorWords(signs) {
  return signs.map((sign) => {
    const text = sign.toLowerCase().replace(/\W/g, '');
    let repaint = 0;
    for (let i = 0; i < text.length >> 1; i++) {
      if (text[i] !== text[text.length - 1 - i]) repaint++;
    }
    return repaint;
  });
}
