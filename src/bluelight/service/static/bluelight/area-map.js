// The map of an area: its boundary, its zones, its sites. Everything it shows is in the table below it as well.
"use strict";

const place = document.querySelector("[data-map]");

async function draw() {
  const answer = await fetch(place.dataset.map);
  if (!answer.ok) return;
  const { boundary, zones, reach, sites } = await answer.json();
  place.hidden = false;
  const map = L.map(place, { attributionControl: false, scrollWheelZoom: false, zoomSnap: 0.25, renderer: L.canvas() });
  if (zones) L.geoJSON(zones, { interactive: false, style: { color: "#b1b4b6", weight: 0.6, fillColor: "#ffffff", fillOpacity: 1 } }).addTo(map);
  if (boundary) L.geoJSON(boundary, { interactive: false, style: { color: "#505a5f", weight: 2, fill: !zones, fillColor: "#ffffff", fillOpacity: 1 } }).addTo(map);
  const markers = new Map();
  let outline = null; // of what the site that was chosen last reaches by road
  const points = L.geoJSON(sites, {
    pointToLayer: ({ properties }, where) => {
      const icon = L.icon({
        iconUrl: place.dataset.markers.replace("NAME", properties.marker),
        iconSize: [28, 28],
        iconAnchor: [14, 14],
        popupAnchor: [0, -12],
      });
      const marker = L.marker(where, { icon, alt: properties.name, keyboard: false });
      marker.bindPopup(() => saying(properties), { autoPan: true });
      marker.on("popupopen", () => {
        if (outline) outline.remove();
        const mine = reach ? reach.features.filter((feature) => feature.properties.site === properties.site) : [];
        outline = L.geoJSON(mine, { interactive: false, style: { color: "#12263f", weight: 2, fillColor: "#9274c4", fillOpacity: 0.35 } }).addTo(map);
      });
      markers.set(properties.site, marker);
      return marker;
    },
  }).addTo(map);
  map.fitBounds((boundary ? L.geoJSON(boundary) : points).getBounds().pad(0.01));
  place.before(finder(sites.features, (site) => markers.get(site).openPopup()));
}

function saying({ name, says }) {
  const box = document.createElement("div");
  const title = document.createElement("strong");
  title.textContent = name;
  const text = document.createElement("p");
  text.textContent = says + ".";
  box.append(title, text);
  return box;
}

// A list of the sites, so that the map can be asked without a pointer.
function finder(features, show) {
  const group = document.createElement("div");
  group.className = "govuk-form-group map-finder";
  const label = document.createElement("label");
  label.className = "govuk-label";
  label.htmlFor = "find-site";
  label.textContent = "Find a site on the map";
  const list = document.createElement("select");
  list.className = "govuk-select";
  list.id = "find-site";
  list.append(new Option("Choose a site", ""));
  const byName = [...features].sort((a, b) => a.properties.name.localeCompare(b.properties.name));
  for (const { properties } of byName) list.append(new Option(properties.name, properties.site));
  list.addEventListener("change", () => list.value && show(list.value));
  group.append(label, list);
  return group;
}

if (place) draw();
