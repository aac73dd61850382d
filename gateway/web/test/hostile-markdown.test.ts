// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { renderMarkdown, sanitize } from "../src/battle/markdown";

const ALLOWED = new Set(
  "p br hr em strong del s code pre blockquote ul ol li h3 h4 h5 h6 table thead tbody tr th td a sup sub".split(" "),
);
const ALLOWED_ATTRIBUTES = new Set(["href", "title", "start", "target", "rel"]);

/** Everything of the rendered text that the allow-list does not know. */
function strangers(html: string): string[] {
  const page = new DOMParser().parseFromString(html, "text/html");
  return [...page.body.querySelectorAll("*")].flatMap((element) => {
    const name = element.localName;
    const attributes = [...element.attributes].filter((attribute) => !ALLOWED_ATTRIBUTES.has(attribute.name));
    return [...(ALLOWED.has(name) ? [] : [name]), ...attributes.map((attribute) => `${name}@${attribute.name}`)];
  });
}

function links(html: string): string[] {
  const page = new DOMParser().parseFromString(html, "text/html");
  return [...page.querySelectorAll("[href],[src]")].map(
    (element) => element.getAttribute("href") ?? element.getAttribute("src") ?? "",
  );
}

const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg onload=alert(1)><script>alert(1)</script></svg>",
  "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<style>*{display:none}</style>",
  "<p style='position:fixed;inset:0'>over everything</p>",
  "<form action=https://evil.example><input name=password></form>",
  "<base href=https://evil.example/>",
  "<meta http-equiv=refresh content='0;url=https://evil.example'>",
  "![tracker](https://evil.example/pixel.png)",
  "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
  "[click](javascript:alert(1))",
  "[click](JaVaScRiPt&colon;alert(1))",
  "[click](java\tscript:alert(1))",
  "[click](data:text/html,<script>alert(1)</script>)",
  "[click](vbscript:msgbox(1))",
  "[click](file:///etc/passwd)",
  "[click](//evil.example)",
  "<javascript:alert(1)>",
  '[a](https://ok.example "\\" onmouseover=\\"alert(1)")',
  "[x]: javascript:alert(1)\n\n[x]",
  "```html onmouseover=alert(1)\n<script>alert(1)</script>\n```",
  "`<script>alert(1)</script>`",
  "| <img src=x onerror=alert(1)> | b |\n|---|:-:|\n| <b>x</b> | y |",
  "<a href='https://evil.example' id=app name=body class=button>x</a>",
  "\u0000<scr\u0000ipt>alert(1)</script>",
];

describe("a hostile statement", () => {
  it.each(HOSTILE)("stays text: %s", (text) => {
    const html = renderMarkdown(text);
    expect(strangers(html)).toEqual([]);
    for (const link of links(html)) expect(link).toMatch(/^https?:\/\//);
  });

  it.each(HOSTILE)("would not pass the sanitiser as HTML either: %s", (html) => {
    expect(strangers(sanitize(html))).toEqual([]);
    for (const link of links(sanitize(html))) expect(link).toMatch(/^https?:\/\//);
  });

  it("has no images, not even hidden ones: their address is a link like any other", () => {
    const html = renderMarkdown("![a diagram](https://ok.example/a.png)");
    expect(html).toContain('href="https://ok.example/a.png"');
    expect(html).toContain("a diagram");
  });

  it("is shown as it was written", () => {
    const html = renderMarkdown("before <b onclick=alert(1)>bold</b> after");
    expect(html).toContain("&lt;b onclick=alert(1)&gt;bold&lt;/b&gt;");
  });

  it("cannot make the page's own headings", () => {
    expect(renderMarkdown("# one\n\n## two\n\n### three\n\n###### six")).toBe(
      "<h3>one</h3>\n<h3>two</h3>\n<h3>three</h3>\n<h6>six</h6>\n",
    );
  });

  it("keeps what a statement needs", () => {
    const html = renderMarkdown("*a* **b** `c`\n\n- d\n\n1. e\n\n> f\n\n| g | h |\n|---|---|\n| 1 | 2 |\n\n```\n1 < 2\n```");
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const tag of ["em", "strong", "code", "ul", "ol", "blockquote", "table", "pre"]) {
      expect(page.querySelector(tag), tag).not.toBeNull();
    }
    expect(page.querySelector("pre")?.textContent).toBe("1 < 2\n");
  });

  it("opens links elsewhere, without a way back", () => {
    const html = renderMarkdown("[x](https://ok.example/a?b=1&c=2)");
    const link = new DOMParser().parseFromString(html, "text/html").querySelector("a");
    expect(link?.getAttribute("href")).toBe("https://ok.example/a?b=1&c=2");
    expect(link?.getAttribute("target")).toBe("_blank");
    expect(link?.getAttribute("rel")).toContain("noopener");
  });
});
