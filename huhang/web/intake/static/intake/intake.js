// Files dropped on the field are as good as chosen ones; their names are listed, and sending shows progress.
const sizeOf = (bytes) => (bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
document.querySelectorAll("[data-drop]").forEach((zone) => {
  const field = zone.querySelector("input[type=file]");
  const list = zone.querySelector(".chosen");
  const show = () => {
    list.replaceChildren(
      ...[...field.files].map((file) => {
        const entry = document.createElement("li");
        entry.textContent = `${file.name} · ${sizeOf(file.size)}`;
        return entry;
      }),
    );
  };
  field.addEventListener("change", show);
  ["dragenter", "dragover"].forEach((name) =>
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    }),
  );
  ["dragleave", "drop"].forEach((name) => zone.addEventListener(name, () => zone.classList.remove("over")));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    field.files = event.dataTransfer.files;
    show();
  });
});

document.querySelectorAll("form[data-upload]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const bar = form.querySelector("progress");
    const button = form.querySelector("button[type=submit]");
    const failed = form.querySelector("[data-failed]");
    const request = new XMLHttpRequest();
    bar.hidden = false;
    failed.hidden = true;
    button.disabled = true;
    request.upload.addEventListener("progress", (told) => {
      if (told.lengthComputable) bar.value = (100 * told.loaded) / told.total;
    });
    const fail = () => {
      bar.hidden = true;
      button.disabled = false;
      failed.textContent = failed.dataset.failed;
      failed.hidden = false;
    };
    request.addEventListener("load", () => {
      const next = request.getResponseHeader("Huhang-Next");
      if (next) window.location.assign(next);
      else fail();
    });
    request.addEventListener("error", fail);
    request.open("POST", form.action || window.location.href);
    request.setRequestHeader("Huhang-Upload", "1");
    request.send(new FormData(form));
  });
});

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
