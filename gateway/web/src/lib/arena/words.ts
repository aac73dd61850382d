/** Plain words for the codes of the protocol. */

const VERDICTS: Record<string, string> = {
  AC: "Accepted",
  WA: "Wrong answer",
  TLE: "Time limit exceeded",
  MLE: "Memory limit exceeded",
  OLE: "Too much output",
  RTE: "Runtime error",
  CE: "Does not compile",
  JE: "Judge fault",
};

export function verdictWords(verdict: string): string {
  return VERDICTS[verdict] ?? verdict;
}

/** One sentence that says what the verdict means for the player. */
export function verdictSentence(verdict: string): string {
  switch (verdict) {
    case "AC":
      return "Every test passed.";
    case "WA":
      return "The program ran, but an answer is not the expected one.";
    case "TLE":
      return "The program used up its time, which is counted in instructions. Look for a quicker way.";
    case "MLE":
      return "The program asked for more memory than it may have.";
    case "OLE":
      return "The program wrote more than it may write.";
    case "RTE":
      return "The program stopped with an error.";
    case "CE":
      return "The program does not compile: the message says where.";
    case "JE":
      return "The judge failed, not your program. The submission does not count: send it again.";
    default:
      return "";
  }
}

export function difficultyName(difficulty: string): string {
  const names: Record<string, string> = { easy: "Easy", medium: "Medium", hard: "Hard", any: "Any" };
  return names[difficulty] ?? difficulty;
}

/** Why a battle ended as it did, from the side of nobody. */
export function endingWords(reason: string): string {
  switch (reason) {
    case "solved":
      return "The problem was solved.";
    case "time-up":
      return "Time ran out and nobody solved it.";
    case "gave-up":
      return "A player gave up.";
    case "disconnected":
      return "A player was away for too long.";
    case "draw-agreed":
      return "A draw was agreed.";
    case "unsolved":
      return "What had been taken for a solution was none.";
    case "not-accepted":
      return "Not everybody was ready in time.";
    case "declined":
      return "A player left before the start.";
    case "nobody-submitted":
      return "Time ran out and nobody had submitted anything. Nobody's rating changes.";
    default:
      return "";
  }
}

/** `ms` as a clock shows it: 9:05. Never below 0:00. */
export function clockFace(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function bytesWords(bytes: number): string {
  const mib = bytes / (1024 * 1024);
  if (mib >= 1) return `${mib >= 10 ? Math.round(mib) : Math.round(mib * 10) / 10} MiB`;
  return `${Math.round(bytes / 1024)} KiB`;
}

export function agoWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  const days = Math.floor(hours / 24);
  return days === 1 ? "yesterday" : `${days} days ago`;
}

/** The server's messages are fragments; on the page they stand alone. */
export function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** Fuel in a reference millisecond. */
const FUEL_PER_REFERENCE_MS = 1_000_000;

/** Fuel as time: `0.4 ms`, `12 ms`, `1,500 ms`. */
export function fuelWords(fuel: number): string {
  const ms = fuel / FUEL_PER_REFERENCE_MS;
  const digits = ms < 10 ? 1 : 0;
  return `${ms.toLocaleString("en", { maximumFractionDigits: digits })} ms`;
}
