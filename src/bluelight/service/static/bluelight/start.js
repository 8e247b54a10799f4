// Starts GOV.UK Frontend's components and ours. Every page works without this.
import { initAll } from "../govuk-frontend/govuk-frontend.min.js";

initAll();

// On a phone the facets would push the results off the page: close those in which nothing is ticked.
if (window.matchMedia("(max-width: 40.0525em)").matches) {
  for (const facet of document.querySelectorAll("[data-bluelight-facet]:not([data-ticked])")) {
    facet.removeAttribute("open");
  }
}
