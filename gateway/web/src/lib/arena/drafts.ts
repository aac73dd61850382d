/** What a reload must not lose, for one battle. */
export interface Draft {
  language: string;
  texts: Record<string, string>;
}

/** What of `Storage` is used, so that tests can bring their own. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Drafts in the tab's session storage. A full or forbidden storage loses the comfort, never the battle. */
export class Drafts {
  readonly #store: Store | null;

  constructor(store: Store | null) {
    this.#store = store;
  }

  load(battleId: string): Draft | null {
    try {
      const parsed: unknown = JSON.parse(this.#store?.getItem(key(battleId)) ?? "null");
      return isDraft(parsed) ? parsed : null;
    } catch {
      return null;
    }
  }

  save(battleId: string, draft: Draft): void {
    try {
      this.#store?.setItem(key(battleId), JSON.stringify(draft));
    } catch {
      // Full: the server has the edits.
    }
  }

  drop(battleId: string): void {
    try {
      this.#store?.removeItem(key(battleId));
    } catch {
      // Nothing to drop then.
    }
  }
}

function key(battleId: string): string {
  return `arena.draft.${battleId}`;
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null) return false;
  const { language, texts } = value as Partial<Draft>;
  return (
    typeof language === "string" &&
    typeof texts === "object" &&
    texts !== null &&
    Object.values(texts).every((text) => typeof text === "string")
  );
}
