import { mount } from "svelte";
import "./app.css";
import App from "./App.svelte";
import { arena } from "./state/arena.svelte";

const target = document.getElementById("app");
if (target) {
  mount(App, { target });
  void arena.start();
}
