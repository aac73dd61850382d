/** Formulae of statements in TeX, as text with letters in italics and raised and lowered parts. */

const MAX_LENGTH = 4000;
const MAX_DEPTH = 20;
const THIN = "\u202f";

/** What stands between two things, with room around it. */
const BETWEEN: Record<string, string> = {
  le: "≤", leq: "≤", leqslant: "≤", ge: "≥", geq: "≥", geqslant: "≥", lt: "&lt;", gt: "&gt;", ne: "≠", neq: "≠", equiv: "≡",
  approx: "≈", sim: "∼", cong: "≅", propto: "∝", ll: "≪", gg: "≫", in: "∈", notin: "∉", ni: "∋", subset: "⊂", subseteq: "⊆",
  supset: "⊃", supseteq: "⊇", cup: "∪", cap: "∩", setminus: "∖", to: "→", rightarrow: "→", leftarrow: "←", gets: "←",
  mapsto: "↦", Rightarrow: "⇒", Leftarrow: "⇐", Leftrightarrow: "⇔", iff: "⇔", implies: "⇒", leftrightarrow: "↔",
  times: "×", cdot: "·", div: "÷", pm: "±", mp: "∓", oplus: "⊕", otimes: "⊗", land: "∧", wedge: "∧", lor: "∨", vee: "∨",
  mid: "|", parallel: "∥", perp: "⊥", circ: "∘", ast: "∗", bmod: "mod", coloneqq: "≔",
};
/** What stands by itself. */
const SYMBOLS: Record<string, string> = {
  ldots: "…", dots: "…", cdots: "⋯", vdots: "⋮", ddots: "⋱", dotsc: "…", dotsb: "⋯", infty: "∞", emptyset: "∅", varnothing: "∅",
  forall: "∀", exists: "∃", neg: "¬", lnot: "¬", sum: "∑", prod: "∏", int: "∫", partial: "∂", nabla: "∇", prime: "′",
  lfloor: "⌊", rfloor: "⌋", lceil: "⌈", rceil: "⌉", langle: "⟨", rangle: "⟩", lvert: "|", rvert: "|", vert: "|", lbrace: "{",
  rbrace: "}", lbrack: "[", rbrack: "]", ell: "ℓ", degree: "°", angle: "∠", triangle: "△", bigcup: "⋃", bigcap: "⋂",
  alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ε", varepsilon: "ε", zeta: "ζ", eta: "η", theta: "θ", iota: "ι",
  kappa: "κ", lambda: "λ", mu: "μ", nu: "ν", xi: "ξ", pi: "π", rho: "ρ", sigma: "σ", tau: "τ", upsilon: "υ", phi: "φ",
  varphi: "φ", chi: "χ", psi: "ψ", omega: "ω", Gamma: "Γ", Delta: "Δ", Theta: "Θ", Lambda: "Λ", Xi: "Ξ", Pi: "Π", Sigma: "Σ",
  Phi: "Φ", Psi: "Ψ", Omega: "Ω",
  ",": THIN, ":": THIN, ";": THIN, " ": " ", "!": "", quad: "\u2003", qquad: "\u2003\u2003", "\\": "<br>", "{": "{", "}": "}",
  "%": "%", $: "$", _: "_", "#": "#", "&": "&amp;", "|": "∥", backslash: "\\",
};
const FUNCTIONS = new Set([
  "min", "max", "log", "ln", "lg", "exp", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "gcd", "lim", "sup", "inf", "arg",
  "det", "dim", "deg", "Pr",
]);
/** What only says how large the next sign is. */
const SIZES = new Set(["left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "middle"]);
/** Words, by the tag that they stand in. */
const WORDS: Record<string, string> = {
  text: "", textrm: "", textsf: "", mbox: "", mathrm: "", operatorname: "", mathsf: "", textit: "em", textbf: "strong",
  texttt: "code", mathtt: "code",
};
const SETS: Record<string, string> = { N: "ℕ", Z: "ℤ", Q: "ℚ", R: "ℝ", C: "ℂ", P: "ℙ", F: "𝔽" };
const SIGNS: Record<string, string> = {
  "+": " + ", "-": " − ", "=": " = ", "<": " &lt; ", ">": " &gt; ", "*": " ∗ ", "'": "′", "&": "", "~": " ", '"': "&quot;",
};

/** The formula as HTML; null where it has what is not known here, and is better shown as it was written. */
export function mathHtml(tex: string): string | null {
  if (tex.length > MAX_LENGTH) return null;
  try {
    return tidy(new Reader(tex).all());
  } catch (error) {
    if (error instanceof Unknown) return null;
    throw error;
  }
}

class Unknown extends Error {}

class Reader {
  #at = 0;
  #depth = 0;

  constructor(readonly tex: string) {}

  all(): string {
    const html = this.#row();
    if (this.#at < this.tex.length) throw new Unknown();
    return html;
  }

  /** Up to the brace that closes it, or the end. */
  #row(): string {
    if (++this.#depth > MAX_DEPTH) throw new Unknown();
    let html = "";
    while (this.#at < this.tex.length && this.tex[this.#at] !== "}") {
      // A sign before anything else is the number's own.
      html += html.trim() === "" && this.tex[this.#at] === "-" ? (this.#at++, "−") : this.#one();
    }
    this.#depth--;
    return html;
  }

  #one(): string {
    const sign = this.tex[this.#at++] ?? "";
    if (sign === "^") return `<sup>${tight(this.#argument())}</sup>`;
    if (sign === "_") return `<sub>${tight(this.#argument())}</sub>`;
    if (sign === "\\") return this.#command();
    if (sign === "{") {
      this.#at--;
      return this.#argument();
    }
    if (/\s/.test(sign)) return "";
    if (/\p{L}/u.test(sign)) return `<em>${sign}</em>`;
    if (sign === "," || sign === ";") return /[\s\\]/.test(this.tex[this.#at] ?? "") ? `${sign} ` : sign;
    return SIGNS[sign] ?? sign;
  }

  #command(): string {
    const name = /^(?:[A-Za-z]+|[^])/.exec(this.tex.slice(this.#at))?.[0];
    if (name === undefined) throw new Unknown();
    this.#at += name.length;
    const between = own(BETWEEN, name);
    if (between !== undefined) return ` ${between} `;
    const symbol = own(SYMBOLS, name);
    if (symbol !== undefined) return symbol;
    if (FUNCTIONS.has(name)) return ` ${name} `;
    if (SIZES.has(name)) {
      if (this.tex[this.#at] === ".") this.#at++;
      return "";
    }
    const tag = own(WORDS, name);
    if (tag !== undefined) return tag === "" ? this.#words() : `<${tag}>${this.#words()}</${tag}>`;
    switch (name) {
      case "begin":
      case "end":
        if (this.#words() !== "aligned") throw new Unknown();
        return "";
      case "limits":
      case "displaystyle":
        return "";
      case "mathbf":
        return `<strong>${tidy(this.#argument())}</strong>`;
      case "mathit":
      case "mathcal":
        return this.#argument();
      case "mathbb": {
        const set = own(SETS, this.#words());
        if (set === undefined) throw new Unknown();
        return set;
      }
      case "frac":
      case "dfrac":
      case "tfrac":
        return `${grouped(this.#argument())}/${grouped(this.#argument())}`;
      case "binom":
        return `(${tidy(this.#argument())} choose ${tidy(this.#argument())})`;
      case "pmod":
        return ` (mod ${tidy(this.#argument())})`;
      case "sqrt":
        if (this.tex[this.#at] === "[") throw new Unknown();
        return `√${grouped(this.#argument())}`;
      default:
        throw new Unknown();
    }
  }

  /** One sign, or all that is in braces. */
  #argument(): string {
    while (/\s/.test(this.tex[this.#at] ?? "")) this.#at++;
    if (this.#at >= this.tex.length || this.tex[this.#at] === "}") throw new Unknown();
    if (this.tex[this.#at] !== "{") {
      if (++this.#depth > MAX_DEPTH) throw new Unknown();
      const html = this.#one();
      this.#depth--;
      return html;
    }
    this.#at++;
    const html = this.#row();
    if (this.tex[this.#at++] !== "}") throw new Unknown();
    return html;
  }

  /** Text in braces, as it is. */
  #words(): string {
    const words = /^\s*\{([^{}\\$]*)\}/.exec(this.tex.slice(this.#at));
    if (words === null) throw new Unknown();
    this.#at += words[0].length;
    return (words[1] ?? "").replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? "&quot;");
  }
}

function own(table: Record<string, string>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** In parentheses, where it is more than one thing. */
function grouped(html: string): string {
  const inside = tidy(html);
  return /^(?:<em>.<\/em>|[\d.]+|.)(?:<su[bp]>[^ ]*<\/su[bp]>)?$/u.test(inside) ? inside : `(${inside})`;
}

/** Raised and lowered, there is no room around signs. */
function tight(html: string): string {
  return tidy(html).replace(/ ([^ a-z]|&[lg]t;) /g, "$1");
}

function tidy(html: string): string {
  return html.replaceAll("</em><em>", "").replace(/ {2,}/g, " ").replace(/([(\[{⌊⌈]) +/g, "$1").trim();
}
