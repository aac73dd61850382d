import { SvelteMap } from "svelte/reactivity";

/** A language as the server names it. */
interface Named {
  language: string;
  title: string;
}

const titles = new SvelteMap<string, string>();

/** Takes note of what the server calls its languages. */
export function learnLanguages(list: readonly Named[]): void {
  for (const { language, title } of list) titles.set(language, title);
}

/** A language's name for people; its own name as long as the server has not said. */
export function languageName(language: string): string {
  return titles.get(language) ?? language;
}
