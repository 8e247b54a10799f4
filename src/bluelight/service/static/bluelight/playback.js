// Plays a simulated day: vehicles and calls on the map, a clock, and who waits. The table below the player says the same by hour.
"use strict";

const player = document.querySelector("[data-playback]");
const DAY = 86400;
const OFF_DUTY = 0, TURNOUT = 2, AT_HOSPITAL = 6, TO_STANDBY = 8, STANDING_BY = 9, ON_BREAK = 10;
const away = (state) => state === TO_STANDBY || state === STANDING_BY;
const busy = (state) => state >= TURNOUT && state <= AT_HOSPITAL;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const INK = "#0b0c0c", PAPER = "#ffffff";

async function load() {
  const note = document.querySelector("[data-playback-note]");
  try {
    const answer = await fetch(player.dataset.playback);
    if (!answer.ok) throw new Error(answer.statusText);
    const day = await answer.json();
    player.hidden = false;
    note.hidden = true;
    play(day);
  } catch {
    note.textContent = "The day could not be loaded. Reload the page to try again; the table below says what happens in it.";
  }
}

function play(day) {
  const part = (name) => player.querySelector(`[data-part="${name}"]`);
  const canvas = part("canvas"), slider = part("slider"), toggle = part("toggle"), speed = part("speed");
  const pen = canvas.getContext("2d");
  let time = Number(player.dataset.start) || 0, playing = false, last = 0, told = -1;

  const clock = (seconds) => {
    const minutes = Math.floor(seconds / 60);
    return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  };

  // Where a unit is: the last key of its track at or before the time, and the way it has gone since.
  function at(track, now) {
    let low = 0, high = track.length / 4 - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (track[4 * middle] <= now) low = middle; else high = middle - 1;
    }
    const [begin, x, y, state] = track.slice(4 * low, 4 * low + 4);
    if (4 * low + 4 >= track.length || x < 0 || track[4 * low + 5] < 0) return { x, y, state };
    const [end, toX, toY] = track.slice(4 * low + 4, 4 * low + 7);
    const share = end > begin ? Math.min((now - begin) / (end - begin), 1) : 1;
    return { x: x + share * (toX - x), y: y + share * (toY - y), state };
  }

  function shape(kind, x, y, size) {
    pen.beginPath();
    if (kind === "circle") pen.arc(x, y, size, 0, 2 * Math.PI);
    else if (kind === "square") pen.rect(x - 0.9 * size, y - 0.9 * size, 1.8 * size, 1.8 * size);
    else { pen.moveTo(x, y - 1.2 * size); pen.lineTo(x + 1.2 * size, y + size); pen.lineTo(x - 1.2 * size, y + size); pen.closePath(); }
  }

  function draw() {
    const width = canvas.clientWidth, height = canvas.clientHeight, fine = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * fine) || canvas.height !== Math.round(height * fine)) {
      canvas.width = Math.round(width * fine);
      canvas.height = Math.round(height * fine);
    }
    pen.setTransform(fine, 0, 0, fine, 0, 0);
    pen.clearRect(0, 0, width, height);
    const scale = width / day.size[0], size = Math.max(4, Math.min(7, width / 110));
    const waiting = new Set(day.waits.filter(([, begin, end]) => begin <= time && time < end).map(([row]) => row));
    day.calls.forEach(([made, reached, closed, x, y], row) => {
      if (made > time || closed <= time) return;
      pen.lineWidth = waiting.has(row) ? 4 : 1.5;
      pen.strokeStyle = INK;
      pen.setLineDash(reached <= time ? [] : [3, 3]);
      shape("circle", x * scale, y * scale, size * (waiting.has(row) ? 2.4 : 1.9));
      pen.stroke();
    });
    pen.setLineDash([]);
    const units = day.tracks.map((track, i) => ({ ...at(track, time), service: day.services[day.units[i][1]] }));
    for (const pass of [false, true]) {
      for (const { x, y, state, service: [, colour, kind] } of units) {
        if (state === OFF_DUTY || x < 0 || busy(state) !== pass) continue;
        shape(kind, x * scale, y * scale, pass ? size : 0.6 * size);
        pen.fillStyle = pass ? colour : PAPER;
        pen.strokeStyle = pass ? PAPER : colour;
        pen.lineWidth = pass ? 1 : 1.5;
        pen.fill();
        pen.stroke();
        if (away(state)) {
          shape("circle", x * scale, y * scale, 0.3 * size);
          pen.fillStyle = colour;
          pen.fill();
        }
        if (state === ON_BREAK) {
          pen.beginPath();
          pen.moveTo(x * scale - size, y * scale + size);
          pen.lineTo(x * scale + size, y * scale - size);
          pen.strokeStyle = INK;
          pen.lineWidth = 2;
          pen.stroke();
        }
      }
    }
    tell(units, waiting);
  }

  // Words change once a minute; while it plays they are not announced.
  function tell(units, waiting) {
    const minute = Math.floor(time / 60);
    if (minute === told) return;
    told = minute;
    const said = clock(time);
    part("clock").textContent = said;
    slider.value = minute;
    slider.setAttribute("aria-valuetext", said);
    part("open").textContent = day.calls.filter(([made, , closed]) => made <= time && time < closed).length;
    part("waiting").textContent = waiting.size;
    day.services.forEach(([name], i) => {
      const mine = units.filter((_, u) => day.units[u][1] === i && units[u].state !== OFF_DUTY);
      const place = part(`busy-${name.toLowerCase()}`);
      if (place) place.textContent = `${mine.filter(({ state }) => busy(state)).length} of ${mine.length}`;
    });
    for (const [name, counts] of [["breaks", (state) => state === ON_BREAK], ["standby", away]]) {
      if (part(name)) part(name).textContent = units.filter(({ state }) => counts(state)).length;
    }
    const list = part("list");
    list.replaceChildren(...[...waiting].slice(0, 8).map((row) => {
      const [made, , , , , lead, type] = day.calls[row];
      const item = document.createElement("li");
      item.textContent = `${day.types[type]} (${day.services[lead][0].toLowerCase()}), call made ${made < 0 ? "the day before" : `at ${clock(made)}`}`;
      return item;
    }));
    if (waiting.size > 8) list.append(Object.assign(document.createElement("li"), { textContent: `and ${waiting.size - 8} more` }));
    if (!waiting.size) list.append(Object.assign(document.createElement("li"), { textContent: "None" }));
  }

  function announce() {
    const busyNow = day.services.map(([name]) => part(`busy-${name.toLowerCase()}`)).filter(Boolean);
    const vehicles = busyNow.map((place) => `${place.dataset.service} ${place.textContent}`).join(", ");
    part("status").textContent =
      `${clock(time)}. Calls open: ${part("open").textContent}. Waiting: ${part("waiting").textContent}. Busy vehicles: ${vehicles}.`;
  }

  function go(to) {
    time = Math.max(0, Math.min(DAY - 1, to));
    draw();
  }

  function step(now) {
    if (!playing) return;
    const passed = (now - last) / 1000;
    // Those who ask for less motion see the map change once a second, in jumps.
    if (!still.matches || passed >= 1) {
      last = now;
      go(time + Math.min(passed, 1) * Number(speed.value));
      if (time >= DAY - 1) return pause();
    }
    requestAnimationFrame(step);
  }

  function pause() {
    playing = false;
    toggle.textContent = "Play";
    announce();
  }

  toggle.addEventListener("click", () => {
    if (playing) return pause();
    if (time >= DAY - 1) time = 0;
    playing = true;
    toggle.textContent = "Pause";
    last = performance.now();
    requestAnimationFrame(step);
  });
  for (const button of player.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => {
      go(60 * Math.floor(time / 60) + Number(button.dataset.step));
      announce();
    });
  }
  slider.addEventListener("input", () => go(60 * Number(slider.value)));
  slider.addEventListener("change", announce);
  new ResizeObserver(draw).observe(canvas);
  go(time);
}

if (player) load();
