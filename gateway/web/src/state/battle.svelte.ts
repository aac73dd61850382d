import {
  emptyBattle,
  evolve,
  isOver,
  seatOf,
  starterOf,
  topicOf,
  type BattleView,
  type Seat,
} from "../lib/arena/battle";
import { Rejected } from "../lib/arena/client";
import { EditRecorder } from "../lib/arena/edits";
import { sentence } from "../lib/arena/words";
import type { RatingStep, RunResult } from "../lib/arena/protocol.gen";
import type { Arena } from "./arena.svelte";
import { notices } from "./notices.svelte";
import { recall, remember } from "./storage";

/** The newest result on the page: of a run, or of a submission. */
export interface Shown {
  kind: "run" | "submission";
  result: RunResult;
}

/** How long after the problem is there a kept draft is compared with the server's record, in milliseconds. */
const ALIGN_AFTER_MS = 2_000;
/** How long after the last key a draft is kept, in milliseconds. */
const KEEP_AFTER_MS = 250;

const LANGUAGE = "arena.language";
/** What a new player is offered first, where the problem has it. */
const FIRST_LANGUAGE = "python";

/** One battle on the page: what the server tells of it, and what the player writes in it. */
export class BattleStore {
  readonly battleId: string;
  view = $state.raw<BattleView>(emptyBattle(""));
  /** The server does not show this battle, and why. */
  refused = $state<string | null>(null);
  language = $state("");
  /** The player's texts by language. */
  texts = $state.raw<Record<string, string>>({});
  /** The player has typed: from here on the page's text leads, not the server's record. */
  typed = $state(false);
  running = $state(false);
  submitting = $state(false);
  shown = $state.raw<Shown | null>(null);
  /** What the server said to the last run or submission that it did not take. */
  trouble = $state<string | null>(null);

  readonly #arena: Arena;
  /** The battle once more from its first event, for what the end reveals. */
  #rebuilt: BattleView | null = null;
  #revealed = false;
  /** Something of this battle was kept from this client. */
  #secrets = false;
  #recorder: EditRecorder | null = null;
  #alignTimer: ReturnType<typeof setTimeout> | undefined;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;
  #shownSubmission: string | null = null;
  readonly #unfollow: () => void;
  readonly #onHide = (): void => this.#keep();

  constructor(battleId: string, arena: Arena) {
    this.battleId = battleId;
    this.#arena = arena;
    this.view = emptyBattle(battleId);
    this.#unfollow = arena.client.follow(topicOf(battleId), 0, {
      onEvent: (frame) => {
        if (frame.event === "battle:progress") this.#secrets = true;
        this.#advance((view) => evolve(view, frame));
      },
      onHidden: (v) => {
        this.#secrets = true;
        this.#advance((view) => ({ ...view, v }));
      },
      onRestart: () => {
        this.#rebuilt = emptyBattle(battleId);
      },
      onRefused: (refusal) => {
        this.refused = sentence(refusal.message);
        arena.settled(battleId);
      },
    });
    window.addEventListener("pagehide", this.#onHide);
  }

  get me(): Seat | null {
    return seatOf(this.view, this.#arena.player?.playerId);
  }

  get others(): Seat[] {
    const me = this.#arena.player?.playerId;
    return this.view.seats.filter((seat) => seat.card.playerId !== me);
  }

  /** The player may act: plays in this battle, which runs, and has not left it. */
  get playing(): boolean {
    return this.view.phase === "running" && this.me !== null && this.me.left === null;
  }

  get text(): string {
    return this.texts[this.language] ?? "";
  }

  /** The rating changes of this battle, as far as they are known. */
  get ratings(): RatingStep[] {
    if (this.view.ratings.length > 0) return this.view.ratings;
    return this.#arena.session.ratings.find((known) => known.battleId === this.battleId)?.changes ?? [];
  }

  /** Edits from the editor, and the text that they led to. */
  type(edits: { from: number; to: number; insert: string }[], text: string): void {
    this.typed = true;
    if (this.playing) this.#recording().record(this.language, edits);
    this.texts = { ...this.texts, [this.language]: text };
    clearTimeout(this.#keepTimer);
    this.#keepTimer = setTimeout(() => this.#keep(), KEEP_AFTER_MS);
  }

  speak(language: string): void {
    if (!(language in this.texts)) return;
    this.language = language;
    remember(LANGUAGE, language);
    this.#keep();
  }

  /** Gives the language's starter code back. */
  get starter(): string {
    return starterOf(this.view, this.language);
  }

  ready(): Promise<boolean> {
    return this.#order("battle:ready");
  }

  giveUp(): Promise<boolean> {
    return this.#order("battle:give-up");
  }

  offerDraw(): Promise<boolean> {
    return this.#order("battle:offer-draw");
  }

  acceptDraw(): Promise<boolean> {
    return this.#order("battle:accept-draw");
  }

  rematch(): Promise<boolean> {
    return this.#order("battle:rematch");
  }

  say(text: string): Promise<boolean> {
    return this.#arena.order({ event: "chat:say", data: { battleId: this.battleId, text } });
  }

  async run(): Promise<void> {
    if (!this.playing || this.running) return;
    this.running = true;
    this.trouble = null;
    try {
      const { battleId, language, text: code } = this;
      const answer = await this.#arena.client.send({ event: "battle:run", data: { battleId, language, code } });
      if (answer && "verdict" in answer) this.shown = { kind: "run", result: answer };
    } catch (error) {
      this.#blame(error);
    } finally {
      this.running = false;
    }
  }

  async submit(): Promise<void> {
    if (!this.playing || this.submitting || (this.me?.pending ?? 0) > 0) return;
    this.submitting = true;
    this.trouble = null;
    this.#recording().flush();
    try {
      const { battleId, language, text: code } = this;
      await this.#arena.client.send({ event: "battle:submit", data: { battleId, language, code } });
    } catch (error) {
      this.#blame(error);
    } finally {
      this.submitting = false;
    }
  }

  close(): void {
    this.#keep();
    this.#unfollow();
    this.#recorder?.stop();
    clearTimeout(this.#alignTimer);
    clearTimeout(this.#keepTimer);
    window.removeEventListener("pagehide", this.#onHide);
  }

  #advance(step: (view: BattleView) => BattleView): void {
    if (this.#rebuilt !== null) {
      this.#rebuilt = step(this.#rebuilt);
      if (this.#rebuilt.v < this.view.v) return;
      this.view = this.#rebuilt;
      this.#rebuilt = null;
    } else {
      this.view = step(this.view);
    }
    this.#follow();
  }

  /** What the page does of itself as the battle goes on. */
  #follow(): void {
    const { view, me } = this;
    if (view.problem !== null && me !== null) {
      if (this.language === "") this.#open(me);
      else if (!this.typed && !isOver(view)) this.#takeRecorded(me);
    }
    const newest = me?.submissions.findLast((submission) => submission.result !== null);
    if (newest?.result && newest.id !== this.#shownSubmission) {
      this.#shownSubmission = newest.id;
      this.shown = { kind: "submission", result: newest.result };
      this.trouble = null;
    }
    if (isOver(view)) this.#end();
  }

  /** The editor's first texts: kept by this tab, else recorded by the server, else the starter code. */
  #open(me: Seat): void {
    const cards = this.view.problem?.languages ?? [];
    const draft = this.#arena.drafts.load(this.battleId);
    const texts: Record<string, string> = {};
    for (const card of cards) {
      texts[card.language] = draft?.texts[card.language] ?? me.drafts[card.language] ?? card.starter;
    }
    this.texts = texts;
    this.typed = draft !== null;
    const wanted = [draft?.language, me.lastLanguage, recall(LANGUAGE), FIRST_LANGUAGE, cards[0]?.language];
    this.language = wanted.find((language) => language && language in texts) ?? "";
    if (draft) this.#alignTimer = setTimeout(() => this.#align(), ALIGN_AFTER_MS);
  }

  #takeRecorded(me: Seat): void {
    const changed = Object.entries(me.drafts).filter(([language, text]) => this.texts[language] !== text);
    if (changed.length === 0) return;
    this.texts = { ...this.texts, ...Object.fromEntries(changed) };
    if (me.lastLanguage && me.lastLanguage in this.texts) this.language = me.lastLanguage;
  }

  #align(): void {
    if (!this.playing) return;
    const recorder = this.#recording();
    for (const [language, text] of Object.entries(this.texts)) recorder.align(language, text);
  }

  #recording(): EditRecorder {
    this.#recorder ??= new EditRecorder({
      battleId: this.battleId,
      send: (data) => this.#arena.client.send({ event: "battle:edit", data }),
      now: () => this.#arena.client.clock.now(),
      startsAtMs: () => this.view.startsAtMs,
      starter: (language) => starterOf(this.view, language),
      recorded: () => ({ nextEdit: this.me?.nextEdit ?? 1, drafts: this.me?.drafts ?? {} }),
    });
    return this.#recorder;
  }

  #end(): void {
    this.#recorder?.stop();
    clearTimeout(this.#alignTimer);
    this.#arena.settled(this.battleId);
    this.#arena.drafts.drop(this.battleId);
    if (this.#revealed || !this.#secrets) return;
    this.#revealed = true;
    // Only a topic that is followed from its beginning shows what the battle kept secret.
    this.#arena.client.restart(topicOf(this.battleId));
  }

  #keep(): void {
    if (!this.typed || this.language === "" || isOver(this.view)) return;
    this.#arena.drafts.save(this.battleId, { language: this.language, texts: this.texts });
  }

  #blame(error: unknown): void {
    if (error instanceof Rejected) this.trouble = sentence(error.message);
    else notices.fail(error);
  }

  #order(
    event:
      | "battle:ready"
      | "battle:give-up"
      | "battle:offer-draw"
      | "battle:accept-draw"
      | "battle:rematch",
  ): Promise<boolean> {
    return this.#arena.order({ event, data: { battleId: this.battleId } });
  }
}
