"use strict";
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

  document.querySelectorAll("figure.day").forEach((figure) => {
    const line = figure.querySelector(".readout");
    const show = (order) => {
      figure.querySelectorAll(".ord.on").forEach((other) => other.classList.remove("on"));
      order.classList.add("on");
      line.textContent = english() ? order.dataset.en : order.dataset.zh;
    };
    figure.querySelectorAll(".ord").forEach((order) => {
      order.addEventListener("pointerenter", () => show(order));
      order.addEventListener("click", () => show(order));
    });
    figure.querySelector(".scroll").addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const orders = [...figure.querySelectorAll(".track .ord")];
      const at = orders.findIndex((order) => order.classList.contains("on"));
      const next = orders[at < 0 ? 0 : (at + step + orders.length) % orders.length];
      if (!next) return;
      event.preventDefault();
      show(next);
      next.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  });

  document.querySelector("button.print").addEventListener("click", () => window.print());
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((part) => { part.open = true; });
  });
  document.body.classList.add("scripted");
})();
