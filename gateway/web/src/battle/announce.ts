import { isOver, type BattleView } from "../lib/arena/battle";

/**
 * What a screen reader is told at once about the newest change of a battle, beyond the own verdicts (which their panel
 * announces); empty for what need not be told.
 */
export function announce(view: BattleView, ownId: string | null): string {
  if (isOver(view)) return "The battle is over.";
  if (view.phase === "waiting" && ownId !== null) return "Match found. Press I am ready.";
  if (view.phase === "countdown") return "The battle begins in three seconds.";
  if (view.phase === "judging") return "No more submissions are taken; the last ones are being judged.";
  if (view.phase !== "running") return "";
  const item = view.feed.at(-1);
  if (!item) return "The battle has begun.";
  if (item.kind === "extended") return "The clock was put back.";
  if (item.playerId === ownId) return "";
  const name = view.seats.find((seat) => seat.card.playerId === item.playerId)?.card.name ?? "Your opponent";
  switch (item.kind) {
    case "scored":
      return `${name} passed ${item.passed} of ${item.total} tests.`;
    case "draw-offered":
      return `${name} offers a draw.`;
    case "submitted":
      return `${name} has submitted.`;
    case "said":
      return `${name} says: ${item.text}`;
    case "left":
    case "rematch-offered":
      return "";
  }
}
