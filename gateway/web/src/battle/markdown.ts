import DOMPurify from "dompurify";
import MarkdownIt from "markdown-it";
import { mathHtml } from "./math";

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

/** `$…$`, and `$$…$$` on lines of its own. A price is none: what closes stands right behind the formula and before no digit. */
const FORMULA = /^(?:\$\$((?:[^$\\]|\\[^])+)\$\$|\$(?!\s)((?:[^$\\]|\\[^])+)(?<!\s)\$(?!\d))/;
markdown.inline.ruler.before("escape", "formula", (state, silent) => {
  if (state.src[state.pos] !== "$") return false;
  const found = FORMULA.exec(state.src.slice(state.pos, state.posMax));
  if (found === null) return false;
  const end = state.pos + found[0].length;
  if (!silent) {
    const block = found[1] !== undefined;
    if (block && state.pos > 0) state.push("hardbreak", "br", 0);
    state.push("formula", "", 0).content = found[1] ?? found[2] ?? "";
    if (block && end < state.posMax) state.push("hardbreak", "br", 0);
  }
  state.pos = end;
  return true;
});
markdown.renderer.rules["formula"] = (tokens, index) => {
  const tex = tokens[index]?.content ?? "";
  return mathHtml(tex) ?? `<code>${markdown.utils.escapeHtml(tex.trim())}</code>`;
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
