/** Every page of the client. The address is the part behind the `#`, so that any server of static files will do. */
export type Route =
  | { page: "home" }
  | { page: "battle"; battleId: string }
  | { page: "watch" }
  | { page: "leaderboard"; language: string }
  | { page: "player"; playerId: string }
  | { page: "account" }
  | { page: "nowhere" };

const ID = /^[0-9a-fA-F-]{36}$/;

export function parseRoute(hash: string): Route {
  const [page = "", argument = ""] = hash
    .replace(/^#?\/?/, "")
    .split("/")
    .map(decode);
  switch (page) {
    case "":
      return { page: "home" };
    case "battle":
      return ID.test(argument) ? { page, battleId: argument } : { page: "nowhere" };
    case "player":
      return ID.test(argument) ? { page, playerId: argument } : { page: "nowhere" };
    case "leaderboard":
      return { page, language: argument };
    case "watch":
    case "account":
      return { page };
    default:
      return { page: "nowhere" };
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

export const paths = {
  home: "#/",
  battle: (battleId: string) => `#/battle/${battleId}`,
  watch: "#/watch",
  leaderboard: (language = "") => (language === "" ? "#/leaderboard" : `#/leaderboard/${encodeURIComponent(language)}`),
  player: (playerId: string) => `#/player/${playerId}`,
  account: "#/account",
};

class Router {
  route = $state.raw<Route>(parseRoute(window.location.hash));

  constructor() {
    window.addEventListener("hashchange", () => {
      this.route = parseRoute(window.location.hash);
      window.scrollTo(0, 0);
    });
  }

  go(path: string): void {
    window.location.hash = path.slice(1);
  }
}

export const router = new Router();
