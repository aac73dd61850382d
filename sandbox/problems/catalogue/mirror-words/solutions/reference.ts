function isRead(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

function mirrorWords(signs: string[]): number[] {
  return signs.map((sign) => {
    const text = sign.toLowerCase();
    let left = 0;
    let right = text.length - 1;
    let repaint = 0;
    while (left < right) {
      const a = text.charCodeAt(left);
      const b = text.charCodeAt(right);
      if (!isRead(a)) {
        left++;
      } else if (!isRead(b)) {
        right--;
      } else {
        if (a !== b) repaint++;
        left++;
        right--;
      }
    }
    return repaint;
  });
}
