// Says that scripts run, before the page is drawn, so that components which need one do not jump.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
