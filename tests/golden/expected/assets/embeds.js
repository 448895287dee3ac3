// A click puts an embed's frame in place of its link. Before it, nothing is asked of another site.
for (const link of document.querySelectorAll("a[data-frame]")) {
  link.setAttribute("role", "button");
  link.textContent = link.dataset.words;

  const load = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const caption = link.parentElement.querySelector(".caption");
    const frame = document.createElement("iframe");
    frame.title = caption ? caption.textContent : new URL(link.href).hostname;
    frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-presentation";
    frame.allow = "fullscreen; picture-in-picture; encrypted-media";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.src = link.dataset.frame;
    link.replaceWith(frame);
    frame.focus();
  };
  link.addEventListener("click", load);
  link.addEventListener("keydown", (event) => {
    if (event.key === " ") load(event);
  });
}
