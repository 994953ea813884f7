// What was typed outlives a lost session: kept in this tab until it has arrived.
const SENT = "huhang-sent";
const keptForms = [...document.querySelectorAll("form[data-keep]")];
// Who logs in next in this tab does not find it.
const keyOf = (name) => `huhang:${document.body.dataset.who}:${name}`;
const keptOf = (form) => JSON.parse(sessionStorage.getItem(keyOf(form.dataset.keep)) || "{}");
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !("notKept" in field.dataset) && !["hidden", "password", "file", "submit", "button"].includes(field.type));
const isTicked = (field) => field.type === "checkbox" || field.type === "radio";

const fromTemplate = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

// Sent and arrived: the page says so, or it is neither that form again, nor the log-in, nor a fault.
const sent = sessionStorage.getItem(SENT);
sessionStorage.removeItem(SENT);
if (sent) {
  const again = keptForms.some((form) => keyOf(form.dataset.keep) === sent) || document.querySelector("[data-not-arrived]");
  if (!again || document.querySelector(".told .success, [data-arrived]")) sessionStorage.removeItem(sent);
}

const putBack = (field, values) => {
  if (isTicked(field)) {
    const was = field.checked;
    field.checked = values.includes(field.value);
    return field.checked !== was;
  }
  const was = field.value;
  field.value = values[0];
  // A choice that is no longer offered stays as the page has it.
  if (field.type === "select-one" && field.selectedIndex < 0) field.value = was;
  return field.value !== was;
};

const keep = (form) => {
  const key = keyOf(form.dataset.keep);
  const kept = keptOf(form);
  const changed = fieldsOf(form).filter((field) => field.name in kept && putBack(field, kept[field.name]));
  if (changed.length) {
    const note = fromTemplate("kept-note");
    note.querySelector("button").addEventListener("click", () => {
      sessionStorage.removeItem(key);
      form.reset();
      note.remove();
    });
    form.before(note);
    changed.forEach((field) => {
      for (let part = field.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    });
  }
  form.addEventListener("input", () => {
    const values = {};
    fieldsOf(form).forEach((field) => {
      values[field.name] ||= [];
      if (!isTicked(field) || field.checked) values[field.name].push(field.value);
    });
    sessionStorage.setItem(key, JSON.stringify(values));
  });
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, key));
};
// Once the scripts of the page have added the fields that they add.
document.addEventListener("DOMContentLoaded", () => keptForms.forEach(keep));

// Files cannot be kept: before they are sent it is asked whether the session still runs.
const tellEnded = (before) => {
  if (document.querySelector("[data-session-ended]")) return;
  const note = fromTemplate("session-ended");
  before.before(note);
  note.scrollIntoView({ block: "center" });
};
const checked = new WeakSet();
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (checked.delete(form) || ![...form.elements].some((field) => field.files && field.files.length)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const go = () => {
      checked.add(form);
      form.requestSubmit(event.submitter);
    };
    fetch("/still-in/", { redirect: "manual" })
      .then(async (answer) => {
        if (answer.type === "opaqueredirect") return tellEnded(form);
        document.querySelectorAll("[data-session-ended]").forEach((note) => note.remove());
        // Whoever has logged in again has another one.
        if (answer.ok) form.elements.csrfmiddlewaretoken.value = await answer.text();
        return go();
      })
      .catch(go);
  },
  true,
);
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 401) tellEnded(document.getElementById("main").firstElementChild);
});
