"use strict";
// The search page narrows its list to what was asked; the box for questions counts its letters. All works without this.
(() => {
  const box = document.getElementById("q"), count = document.getElementById("count");
  if (box && count) {
    const tell = () => { count.textContent = box.value.length + " / 1000"; };
    box.addEventListener("input", tell);
    tell();
  }
  const field = document.getElementById("search"), list = document.getElementById("results");
  if (!field || !list) return;
  const status = document.getElementById("found"), items = [...list.children];
  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  const title = items.map((item) => plain(item.querySelector("h3").textContent));
  const text = items.map((item) => plain(item.textContent));
  const stem = (word) => word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, "") : word;
  const idle = new Set("a an the of in is are was on for to and what how does do did it".split(" "));
  const score = (words, i) => {
    let sum = 0;
    for (const word of words) {
      if (title[i].includes(word)) sum += 3;
      else if (text[i].includes(word)) sum += 1;
      else return 0;
    }
    return sum;
  };
  const show = () => {
    const words = plain(field.value).split(/[^\p{L}\p{N}.%]+/u).filter((word) => word && !idle.has(word)).map(stem);
    const ranked = items.map((item, i) => [words.length ? score(words, i) : 1, i, item]);
    ranked.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    let found = 0;
    for (const [points, , item] of ranked) {
      item.hidden = points === 0;
      found += points > 0;
      list.append(item);
    }
    status.textContent = words.length ? (found === 1 ? "1 page" : found + " pages") : "";
  };
  field.value = new URLSearchParams(location.search).get("q") || "";
  field.addEventListener("input", show);
  show();
  fetch("search.json").then((reply) => reply.json()).then((more) => {
    items.forEach((item, i) => { text[i] += " " + plain(more[item.querySelector("a").getAttribute("href")] || ""); });
    show();
  }).catch(() => {});
})();
