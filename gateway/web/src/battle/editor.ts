import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { Annotation, Compartment, EditorState, type ChangeSet, type Extension, type Transaction } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { loadMode } from "./modes";

export interface PlainEdit {
  from: number;
  to: number;
  insert: string;
}

interface Options {
  parent: HTMLElement;
  /** What a screen reader calls the editor. */
  label: string;
  readOnly: boolean;
  onEdit?: (edits: PlainEdit[], text: string) => void;
}

/** A change that the page made, not the player. */
const ours = Annotation.define<boolean>();

/** The changes as edits, each in the positions that the one before it left. */
export function editsOf(changes: ChangeSet): PlainEdit[] {
  const edits: PlainEdit[] = [];
  changes.iterChanges((fromA, toA, fromB, _toB, inserted) => {
    edits.push({ from: fromB, to: fromB + (toA - fromA), insert: inserted.sliceString(0, undefined, "\n") });
  }, true);
  return edits;
}

/**
 * The code editor, with a text and a history of its own for each language.
 *
 * It lives in a shadow root, because there CodeMirror adopts its style sheets; in the page itself it would add style
 * elements, which the page's Content-Security-Policy forbids.
 */
export class CodeEditor {
  readonly #view: EditorView;
  readonly #states = new Map<string, EditorState>();
  readonly #options: Options;
  readonly #mode = new Compartment();
  #language = "";

  constructor(options: Options) {
    this.#options = options;
    const root = options.parent.shadowRoot ?? options.parent.attachShadow({ mode: "open" });
    this.#view = new EditorView({ parent: root, root });
  }

  /**
   * Shows `text` in `language`, coloured by `mode`. A text that is there already keeps its cursor and its history.
   */
  show(language: string, mode: string, text: string): void {
    if (language !== this.#language) {
      if (this.#language !== "") this.#states.set(this.#language, this.#view.state);
      this.#language = language;
      const kept = this.#states.get(language);
      this.#view.setState(kept && kept.doc.toString() === text ? kept : this.#state(mode, text));
      this.#colour(language, mode);
      return;
    }
    const doc = this.#view.state.doc;
    if (doc.toString() === text) return;
    this.#view.dispatch({ changes: { from: 0, to: doc.length, insert: text }, annotations: ours.of(true) });
  }

  /** Replaces the whole text as if the player had typed it: it can be undone. */
  replace(text: string): void {
    const doc = this.#view.state.doc;
    this.#view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
    this.#view.focus();
  }

  focus(): void {
    this.#view.focus();
  }

  destroy(): void {
    this.#view.destroy();
  }

  /** Loads the colours of a mode that is not bundled. Without them the text is plain. */
  #colour(language: string, mode: string): void {
    if (bundled(mode) !== null) return;
    loadMode(mode).then(
      (loaded) => {
        if (loaded === null || language !== this.#language) return;
        this.#view.dispatch({ effects: this.#mode.reconfigure(loaded) });
      },
      () => undefined,
    );
  }

  #state(mode: string, doc: string): EditorState {
    return EditorState.create({ doc, extensions: this.#extensions(mode, doc) });
  }

  #extensions(mode: string, doc: string): Extension[] {
    const { readOnly, label, onEdit } = this.#options;
    return [
      lineNumbers(),
      history(),
      drawSelection(),
      bracketMatching(),
      syntaxHighlighting(colours),
      theme,
      this.#mode.of(bundled(mode) ?? []),
      indentUnit.of(indentOf(doc)),
      EditorState.tabSize.of(4),
      EditorView.contentAttributes.of({
        "aria-label": label,
        autocapitalize: "off",
        autocorrect: "off",
        spellcheck: "false",
      }),
      readOnly
        ? [EditorState.readOnly.of(true), EditorView.editable.of(false), EditorView.contentAttributes.of({ tabindex: "0" })]
        : [
            indentOnInput(),
            closeBrackets(),
            autocompletion({ icons: false }),
            highlightActiveLine(),
            highlightActiveLineGutter(),
            leaveWithEscape,
            typeOverSelection,
            keymap.of([
              ...closeBracketsKeymap,
              ...completionKeymap,
              ...defaultKeymap,
              ...historyKeymap,
              indentWithTab,
            ]),
            EditorView.updateListener.of((update) => {
              if (!update.docChanged || update.transactions.some((change) => change.annotation(ours))) return;
              onEdit?.(editsOf(update.changes), update.state.doc.toString());
            }),
          ],
    ];
  }
}

/** Escape gives Tab back to the page until the editor is entered again. */
const leaveWithEscape: Extension = [
  EditorView.domEventHandlers({
    focus: (_event, view) => {
      view.setTabFocusMode(false);
    },
  }),
  keymap.of([
    {
      key: "Escape",
      run: (view) => {
        view.setTabFocusMode(true);
        // Other keys for Escape (closing completions) have their turn too.
        return false;
      },
    },
  ]),
];

/**
 * Typing over a selection is done here and not by the browser: Chromium would carry the old text's look over in a style
 * attribute, which the page's Content-Security-Policy reports as a violation.
 */
const typeOverSelection: Extension = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { main, ranges } = view.state.selection;
    const plain = event.inputType === "insertText" && event.data !== null && !event.isComposing;
    if (!plain || main.empty || ranges.length > 1 || !event.cancelable) return false;
    const text = event.data ?? "";
    const insert = (): Transaction =>
      view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, main.from, main.to, text, insert))) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

/** What is loaded with the editor: the languages that most players write. */
export function bundled(mode: string): Extension | null {
  switch (mode) {
    case "python":
      return python();
    case "javascript":
      return javascript();
    case "typescript":
      return javascript({ typescript: true });
    default:
      return null;
  }
}

/** As many spaces as the first indented line of a text has; four if none is indented. */
export function indentOf(text: string): string {
  return /^( +)\S/m.exec(text)?.[1] ?? "    ";
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword, tags.modifier], color: "var(--hl-keyword)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--hl-string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.self], color: "var(--hl-number)" },
  { tag: tags.comment, color: "var(--hl-comment)", fontStyle: "italic" },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.definition(tags.variableName), tags.className],
    color: "var(--hl-name)",
  },
  { tag: tags.invalid, color: "var(--bad)" },
]);

const theme = EditorView.theme({
  "&": { height: "100%", fontSize: "14px", color: "var(--ink)", backgroundColor: "var(--code-page)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontVariantLigatures: "none", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.6rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--code-page)", color: "var(--ink-2)", border: "none", paddingLeft: "0.4rem" },
  ".cm-activeLine": { backgroundColor: "var(--code-line)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--code-line)", color: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--selection)",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--selection)", outline: "none" },
  ".cm-tooltip": { border: "1px solid var(--line-strong)", backgroundColor: "var(--card)", color: "var(--ink)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--mine)", color: "var(--on-fill)" },
});
