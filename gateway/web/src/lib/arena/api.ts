/** A page of a list. `next` is the cursor of the following page, if there is one. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** `path` with its parameters; those that are null, undefined or empty are left out. */
export function withQuery(path: string, query: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}
