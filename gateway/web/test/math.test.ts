// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../src/battle/markdown";
import { mathHtml } from "../src/battle/math";

describe("formulae", () => {
  it.each([
    ["n", "<em>n</em>"],
    ["1 \\le n \\le 1\\,000", "1 ≤ <em>n</em> ≤ 1\u202f000"],
    ["w_1, \\ldots, w_{n-1}", "<em>w</em><sub>1</sub>, …, <em>w</em><sub><em>n</em>−1</sub>"],
    ["-10^{9}<x", "−10<sup>9</sup> &lt; <em>x</em>"],
    ["x_i^2", "<em>x</em><sub><em>i</em></sub><sup>2</sup>"],
    ["\\frac{a+b}{2}", "(<em>a</em> + <em>b</em>)/2"],
    ["\\sqrt{n}\\cdot\\log n", "√<em>n</em> · log <em>n</em>"],
    ["O(n \\log n)", "<em>O</em>(<em>n</em> log <em>n</em>)"],
    ["\\left\\lfloor x/2 \\right\\rfloor", "⌊<em>x</em>/2⌋"],
    ["\\text{cost} \\in \\mathbb{Z}", "cost ∈ ℤ"],
    ["\\{a, b\\}", "{<em>a</em>, <em>b</em>}"],
    ["\\begin{aligned}a &= b \\\\ c &\\le d\\end{aligned}", "<em>a</em> = <em>b</em><br><em>c</em> ≤ <em>d</em>"],
    ["x_{a \\bmod b}", "<em>x</em><sub><em>a</em> mod <em>b</em></sub>"],
    ["10^5", "10<sup>5</sup>"],
  ])("%s", (tex, html) => expect(mathHtml(tex)).toBe(html));

  it.each(["\\unheard{x}", "a^", "{a", "a}", "\\text{a", "\\constructor", `${"{".repeat(30)}a${"}".repeat(30)}`, "^".repeat(90)])(
    "%s is shown as it was written",
    (tex) => expect(mathHtml(tex)).toBeNull(),
  );

  it("they stand in Markdown, and what they hold is not taken for it", () => {
    expect(renderMarkdown("With $a_i * b_i$ and $c*d$.")).toBe(
      "<p>With <em>a</em><sub><em>i</em></sub> ∗ <em>b</em><sub><em>i</em></sub> and <em>c</em> ∗ <em>d</em>.</p>\n",
    );
    expect(renderMarkdown("At most\n$$\\frac{a}{b}$$")).toContain("<br>\n<em>a</em>/<em>b</em></p>");
    expect(renderMarkdown("$\\unheard{<b>}$")).toBe("<p><code>\\unheard{&lt;b&gt;}</code></p>\n");
  });

  it("prices, code and escaped signs are none", () => {
    expect(renderMarkdown("From $5 to $10, or $ 3 $")).toBe("<p>From $5 to $10, or $ 3 $</p>\n");
    expect(renderMarkdown("`$n$` and \\$n\\$")).toBe("<p><code>$n$</code> and $n$</p>\n");
  });
});
