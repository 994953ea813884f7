// A day can be read order by order: with the pointer, a tap, or the arrow keys.
const readDays = (root) => {
  root.querySelectorAll("figure.day:not(.read)").forEach((figure) => {
    figure.classList.add("read");
    const line = figure.querySelector(".readout");
    const spoken = (part) => (document.documentElement.lang === "en" ? part.dataset.en : part.dataset.zh);
    line.textContent ||= spoken(line);
    const show = (order) => {
      figure.querySelectorAll(".ord.on").forEach((other) => other.classList.remove("on"));
      order.classList.add("on");
      line.textContent = spoken(order);
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
};
readDays(document);
