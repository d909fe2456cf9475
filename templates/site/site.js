"use strict";
// Better with a script, whole without: a live count, a word while an answer is made, sentences as they come.
for (const form of document.querySelectorAll("form.ask")) {
  const box = form.querySelector("textarea");
  const count = form.querySelector("[data-count]");
  const tell = () => { count.textContent = `${[...box.value].length} / 1,000 characters`; };
  box.addEventListener("input", tell);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  tell();
}
for (const form of document.querySelectorAll("form[data-asks]")) {
  form.addEventListener("submit", (event) => {
    const button = form.querySelector("button");
    const status = form.querySelector("[data-status]");
    if (button.disabled) { event.preventDefault(); return; }
    button.disabled = true;
    if (status) status.textContent = "Computing the answer …";
    if (form.dataset.stream === "yes") { event.preventDefault(); stream(form).catch(() => { form.submit(); }); }
  });
}
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form[data-asks] button")) button.disabled = false;
  for (const status of document.querySelectorAll("[data-status]")) status.textContent = "";
});
async function stream(form) {
  const asked = Object.fromEntries(new FormData(form));
  const told = form.querySelector("[data-told]");
  const response = await fetch("/api/v1/ask/stream", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(asked) });
  if (!response.ok) { form.submit(); return; }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
    const events = text.split("\n\n");
    text = events.pop();
    for (const event of events) take(event, told);
  }
}
function take(event, told) {
  const fields = Object.fromEntries(event.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
  if (fields.event === "sentence") {
    const paragraph = document.createElement("p");
    paragraph.textContent = JSON.parse(fields.data).text;
    told.append(paragraph);
  } else if (fields.event === "answer") {
    location.assign(`/answers/${JSON.parse(fields.data).id}`);
  } else if (fields.event === "problem") {
    const paragraph = document.createElement("p");
    paragraph.textContent = JSON.parse(fields.data).detail;
    told.append(paragraph);
  }
}
