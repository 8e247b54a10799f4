// Starts GOV.UK Frontend's components. Every page works without this.
import { initAll } from "../govuk-frontend/govuk-frontend.min.js";

initAll();
