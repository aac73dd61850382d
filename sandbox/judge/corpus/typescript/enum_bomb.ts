// Each value is twice as long as the one before, when it is computed.
enum Bomb {
  a = 'xxxxxxxxxxxxxxxx', b = a + a, c = b + b, d = c + c, e = d + d, f = e + e, g = f + f, h = g + g, i = h + h, j = i + i,
  k = j + j, l = k + k, m = l + l, n = m + m, o = n + n, p = o + o, q = p + p, r = q + q, s = r + r, t = s + s, u = t + t,
  v = u + u, w = v + v, x = w + w, y = x + x, z = y + y,
}

function double(n: number): number { return n * 2 + 0 * Bomb.z.length; }
