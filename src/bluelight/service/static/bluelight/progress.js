// Keeps the progress of a run up to date, and shows the results when it ends. Without scripts the page reloads itself.
"use strict";

const shown = document.querySelector("[data-progress]");

async function look() {
  try {
    const answer = await fetch(shown.dataset.progress, { cache: "no-store" });
    if (answer.ok) {
      const { active, step, percent } = await answer.json();
      if (!active) return location.reload();
      const words = shown.querySelector("[data-progress-step]");
      if (words.textContent !== step) words.textContent = step;
      shown.querySelector("[data-progress-percent]").textContent = percent;
      shown.querySelector("[data-progress-bar]").value = percent;
    }
  } catch {
    // The server may be restarting: ask again.
  }
  setTimeout(look, 1000);
}

if (shown) setTimeout(look, 1000);
