/** The subprotocol of JSON frames. */
export const SUBPROTOCOL = "arena.v1.json";

/** The server stops. It closes its connections one after another, so the first try need not wait. */
export const CLOSE_GOING_AWAY = 4000;

/** The access token has expired: renew it and come back at once. */
export const CLOSE_TOKEN_EXPIRED = 4401;

/** The login was ended elsewhere: log in again. */
export const CLOSE_LOGIN_ENDED = 4500;

/** What of a WebSocket the client uses, so that tests can bring their own. */
export interface Socket {
  send(text: string): void;
  close(code?: number): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
}

export type OpenSocket = () => Socket;

/** Opens `/ws` of the page's own origin. */
export const openBrowserSocket: OpenSocket = () => {
  const url = new URL("/ws", window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(url, SUBPROTOCOL) as Socket;
};

/** What a closed connection means for the client. */
export type CloseMeaning = "move" | "renew-token" | "come-back" | "stay-away";

/** 4000–4499 come back, 4500–4999 stay away; whatever the network itself reports is a reason to come back. */
export function closeMeaning(code: number): CloseMeaning {
  if (code === CLOSE_GOING_AWAY) return "move";
  if (code === CLOSE_TOKEN_EXPIRED) return "renew-token";
  if (code >= 4500 && code <= 4999) return "stay-away";
  return "come-back";
}
