// "2 hours ago" beside a time, the age of an old story, and the end of the breaking bar.
{
  const lang = document.documentElement.lang || "en";
  const HOUR = 36e5, DAY = 24 * HOUR, YEAR = 365.25 * DAY;

  const ago = (passed) => {
    const [size, unit] =
      passed < HOUR ? [6e4, "minute"] : passed < DAY ? [HOUR, "hour"] : [DAY, "day"];
    // A day is 24 hours here, so there is no word such as "yesterday" for it.
    return new Intl.RelativeTimeFormat(lang, { numeric: unit === "day" ? "always" : "auto" })
      .format(-Math.floor(passed / size), unit);
  };

  const age = (passed) =>
    new Intl.NumberFormat(lang, { style: "unit", unit: "year", unitDisplay: "long" })
      .format(Math.floor(passed / YEAR));

  for (const slot of document.querySelectorAll(".ago")) {
    const time = slot.parentElement.querySelector("time");
    const passed = Date.now() - new Date(time.dateTime);
    if (passed >= 0 && passed < 7 * DAY) {
      slot.textContent = ago(passed);
    } else if (passed >= YEAR && slot.dataset.old) {
      slot.textContent = slot.dataset.old.replace("{age}", age(passed));
      slot.classList.add("old");
    }
  }

  // The bar keeps its room, so that nothing moves under a reader's finger.
  for (const bar of document.querySelectorAll("[data-until]")) {
    const left = new Date(bar.dataset.until) - Date.now();
    const end = () => (bar.hidden = true);
    if (left <= 0) end();
    else if (left < DAY) setTimeout(end, left);
  }
}
