import type { Problem } from "./protocol.gen";

/** A request that the server refused, or that never reached it (`status` 0, `code` `unreachable`). */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(problem: Pick<Problem, "status" | "code" | "detail" | "retryAfterMs">) {
    super(problem.detail);
    this.name = "HttpError";
    this.status = problem.status;
    this.code = problem.code;
    this.retryAfterMs = problem.retryAfterMs;
  }
}

/** How long one request may take, in milliseconds. */
export const REQUEST_TIMEOUT_MS = 15_000;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface RequestOptions {
  method?: "GET" | "POST" | "DELETE";
  body?: unknown;
  token?: string | null;
}

/**
 * One JSON request of the same origin; `undefined` for an answer without a body.
 *
 * @throws HttpError for every answer that is not 2xx, and when there is no answer.
 */
export async function request<T>(fetch: Fetch, url: string, options: RequestOptions = {}): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (options.body !== undefined) headers["content-type"] = "application/json";
  if (options.token) headers["authorization"] = `Bearer ${options.token}`;
  let response: Response;
  try {
    response = await fetch(url, {
      method: options.method ?? "GET",
      headers,
      credentials: "same-origin",
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
  } catch {
    throw new HttpError({
      status: 0,
      code: "unreachable",
      detail: "The arena cannot be reached. Check your connection and try again.",
    });
  }
  if (response.ok) {
    if (response.status === 204) return undefined as T;
    return (await response.json()) as T;
  }
  throw await refusal(response);
}

async function refusal(response: Response): Promise<HttpError> {
  let problem: Partial<Problem> = {};
  try {
    problem = (await response.json()) as Partial<Problem>;
  } catch {
    // Not every proxy on the way speaks JSON.
  }
  const seconds = Number(response.headers.get("retry-after"));
  return new HttpError({
    status: response.status,
    code: typeof problem.code === "string" ? problem.code : `http-${response.status}`,
    detail: sentence(problem) ?? `The arena answered with status ${response.status}.`,
    retryAfterMs:
      typeof problem.retryAfterMs === "number"
        ? problem.retryAfterMs
        : Number.isFinite(seconds) && seconds > 0
          ? seconds * 1000
          : undefined,
  });
}

function sentence(problem: Partial<Problem>): string | undefined {
  for (const text of [problem.detail, problem.title]) {
    if (typeof text === "string" && text.trim() !== "") return text;
  }
  return undefined;
}
