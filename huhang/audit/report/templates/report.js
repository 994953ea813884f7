"use strict";
{% include "pictures.js" %}
(() => {
  const byId = (id) => document.getElementById(id);
  const english = () => byId("lang-en").checked;
  const query = new URLSearchParams(location.search);
  if (query.get("lang") === "en") byId("lang-en").checked = true;
  if (query.get("size") === "large") byId("type-large").checked = true;

  const setLanguage = () => {
    document.documentElement.lang = english() ? "en" : "zh-CN";
    document.querySelectorAll(".readout").forEach((line) => {
      line.textContent = english() ? line.dataset.en : line.dataset.zh;
    });
  };
  document.querySelectorAll("input[name=language]").forEach((input) => input.addEventListener("change", setLanguage));
  setLanguage();

  document.querySelector("button.print").addEventListener("click", () => window.print());
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((part) => { part.open = true; });
  });
  document.body.classList.add("scripted");
})();
