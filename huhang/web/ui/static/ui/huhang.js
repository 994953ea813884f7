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
