// A day that arrives later is read like one that was there.
document.addEventListener("htmx:afterSwap", () => readDays(document));
