// Boxes for points: a button adds one more, and those that were typed before a lost session come back.
document.querySelectorAll("form").forEach((form) => {
  const boxes = () => [...form.querySelectorAll("textarea[data-more]")];
  if (!boxes().length) return;
  const add = () => {
    const number = boxes().length;
    const last = boxes().at(-1).closest(".field");
    const field = last.cloneNode(true);
    const box = field.querySelector("textarea");
    const title = field.querySelector("label");
    field.querySelectorAll(".error").forEach((error) => error.remove());
    title.firstChild.textContent = title.firstChild.textContent.replace(/\d+/, String(number + 1));
    box.name = `point_${number}`;
    box.id = `id_${box.name}`;
    title.htmlFor = box.id;
    box.value = "";
    last.after(field);
    return box;
  };
  const kept = keptOf(form);
  while (kept[`point_${boxes().length}`]) add();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = boxes()[0].dataset.more;
  button.addEventListener("click", () => {
    const box = add();
    box.closest(".field").after(button);
    box.focus();
  });
  boxes().at(-1).closest(".field").after(button);
});
