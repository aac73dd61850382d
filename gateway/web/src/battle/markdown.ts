import DOMPurify from "dompurify";
import MarkdownIt from "markdown-it";

/** Everything that a statement may consist of. No images, no SVG, no MathML, no style. */
const TAGS = [
  "p", "br", "hr", "em", "strong", "del", "s", "code", "pre", "blockquote", "ul", "ol", "li", "h3", "h4", "h5", "h6",
  "table", "thead", "tbody", "tr", "th", "td", "a", "sup", "sub",
];
const ATTRIBUTES = ["href", "title", "start", "target", "rel"];

const markdown = new MarkdownIt({ html: false, linkify: false, breaks: false, typographer: false }).disable("image");

// The page has its own first and second headings.
markdown.core.ruler.push("deeper-headings", (state) => {
  for (const token of state.tokens) {
    if (token.type !== "heading_open" && token.type !== "heading_close") continue;
    token.tag = `h${Math.min(6, Math.max(3, Number(token.tag.slice(1))))}`;
  }
});
markdown.renderer.rules["link_open"] = (tokens, index, options, _env, self) => {
  tokens[index]?.attrSet("target", "_blank");
  tokens[index]?.attrSet("rel", "noopener noreferrer nofollow ugc");
  return self.renderToken(tokens, index, options);
};

/** Untrusted Markdown as HTML that is safe to put into the page. */
export function renderMarkdown(text: string): string {
  return sanitize(markdown.render(text));
}

/** The second wall: keeps only what a statement may consist of, whatever the HTML. */
export function sanitize(html: string): string {
  return DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^https?:\/\//i,
    ADD_URI_SAFE_ATTR: ["target", "rel"],
    RETURN_TRUSTED_TYPE: false,
  });
}
