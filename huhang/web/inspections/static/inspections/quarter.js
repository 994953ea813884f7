// Choosing a quarter fills in its first and last day.
const quarter = document.querySelector("[data-quarter]");
if (quarter) {
  quarter.closest("[hidden]").hidden = false;
  quarter.addEventListener("change", () => {
    const [first, last] = quarter.value.split(" ");
    if (!last) return;
    document.querySelector("[name=since]").value = first;
    document.querySelector("[name=until]").value = last;
  });
}
