// Posts by hour of the week: people sleep, schedules do not.
function week(group) {
  const hours = group.activity;
  if (hours.length !== 168) return null;
  const most = Math.max(1, ...hours);
  const peak = hours.indexOf(Math.max(...hours));
  const caption = t("activity.caption", { day: t(`day.${Math.floor(peak / 24)}`), hour: String(peak % 24).padStart(2, "0"), n: count(hours[peak]) });
  const cells = hours.map((n, i) => s("rect", {
    x: 34 + (i % 24) * 12, y: Math.floor(i / 24) * 15, width: 11, height: 14, rx: 1,
    class: `heat h${n ? Math.min(5, 1 + Math.floor((4.999 * n) / most)) : 0}`,
  }, s("title", {}, `${t(`day.${Math.floor(i / 24)}`)} ${String(i % 24).padStart(2, "0")}:00 UTC · ${counted("n.posts", n)}`)));
  const days = [0, 1, 2, 3, 4, 5, 6].map((d) => s("text", { x: 0, y: d * 15 + 11 }, t(`day.${d}`)));
  const marks = [0, 6, 12, 18].map((hour) => s("text", { x: 34 + hour * 12, y: 118 }, `${String(hour).padStart(2, "0")}:00`));
  return h("figure", { class: "week" }, s("svg", { viewBox: "0 0 322 122", role: "img", "aria-label": caption }, ...cells, ...days, ...marks), h("figcaption", {}, caption));
}
