// Choices of light and type size are kept in a cookie, so that the server makes the page with them.
document.querySelectorAll("[data-choice]").forEach((group) => {
  const name = group.dataset.choice;
  const show = () => {
    group.querySelectorAll("button").forEach((button) => {
      button.setAttribute("aria-pressed", String(document.documentElement.dataset[name] === button.value));
    });
  };
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    document.documentElement.dataset[name] = button.value;
    document.cookie = `huhang_${name}=${button.value};path=/;max-age=31536000;samesite=lax`;
    show();
  });
  show();
});

// The menu of the person closes on Escape and on a click elsewhere.
const me = document.querySelector("details.me");
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && me) me.open = false;
  if (event.key === "/" && !event.target.closest("input, textarea, select")) {
    const search = document.querySelector("input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});
document.addEventListener("click", (event) => {
  if (me && me.open && !me.contains(event.target)) me.open = false;
});

// What was typed outlives a lost session: kept in this tab until the form has been sent.
document.querySelectorAll("[data-forget]").forEach((mark) => sessionStorage.removeItem(`huhang:${mark.dataset.forget}`));
document.querySelectorAll("form[data-keep]").forEach((form) => {
  const key = `huhang:${form.dataset.keep}`;
  const kept = JSON.parse(sessionStorage.getItem(key) || "{}");
  const fields = () => [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.type !== "password" && field.type !== "file");
  fields().forEach((field) => {
    if (!(field.name in kept)) return;
    if (field.type === "checkbox" || field.type === "radio") field.checked = kept[field.name].includes(field.value);
    else if (!field.value) field.value = kept[field.name][0];
  });
  form.addEventListener("input", () => {
    const values = {};
    fields().forEach((field) => {
      values[field.name] ||= [];
      if ((field.type !== "checkbox" && field.type !== "radio") || field.checked) values[field.name].push(field.value);
    });
    sessionStorage.setItem(key, JSON.stringify(values));
  });
});
