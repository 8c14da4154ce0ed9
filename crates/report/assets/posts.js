// Posts as evidence: two side by side with what differs, or a list.

function postCard(post, runs) {
  const said = runs ?? [{ text: post.text, same: true }];
  const hidden = [...post.text].filter((c) => TRICKY.test(c)).length;
  const link = post.link && /^https?:\/\//i.test(post.link)
    ? h("a", { href: post.link, target: "_blank", rel: "noopener noreferrer nofollow" }, t("post.link"))
    : null;
  return h("blockquote", { class: "post" },
    h("p", { class: "by" }, foreign(post.account), " ", time(post.time_ms)),
    post.text === ""
      ? h("p", { class: "no-text" }, t("post.no-text"))
      : h("p", { class: "words", dir: "auto" }, ...said.map((run) => (run.same ? visible(run.text) : h("mark", {}, ...visible(run.text))))),
    hidden ? h("p", { class: "fine" }, t("post.hidden", { n: hidden })) : null,
    h("p", { class: "ref" }, foreign(post.id), link ? " · " : null, link));
}

function sideBySide(left, right) {
  const [a, b] = left.text && right.text ? compare(left.text, right.text) : [null, null];
  const gap = left.time_ms === null || right.time_ms === null
    ? t("compare.unknown")
    : t("compare.apart", { gap: duration(right.time_ms - left.time_ms) });
  const differ = a && (a.some((run) => !run.same) || b.some((run) => !run.same));
  const note = a ? ` ${differ ? t("compare.some") : t("compare.same")}` : "";
  return [
    h("p", { class: "gap" }, h("b", {}, gap), note),
    h("div", { class: "posts" }, postCard(left, a), postCard(right, b)),
  ];
}

// One exhibit: what is shared, the two posts compared, and the rest on demand.
function exhibitView(group, exhibit) {
  const posts = exhibit.posts.map((i) => group.posts[i]);
  const pair = exhibit.compared ? sideBySide(group.posts[exhibit.compared[0]], group.posts[exhibit.compared[1]]) : [];
  const rest = posts.length > 2 || !exhibit.compared
    ? h("details", { open: !exhibit.compared }, h("summary", {}, t("exhibit.all", { n: posts.length })),
      h("div", { class: "posts" }, ...posts.map((post) => postCard(post))))
    : null;
  return h("div", { class: "exhibit" },
    h("p", { class: "object" }, h("b", {}, signalName(exhibit.signal)), " ", foreign(exhibit.object)),
    h("p", { class: "fine" }, exhibit.explanation),
    ...pair, rest);
}

// The exhibits of a tie, one at a time.
function exhibitsOf(group, edge) {
  const frame = h("div", { class: "exhibits", "aria-live": "polite" });
  const list = edge.exhibits.map((i) => group.exhibits[i]);
  if (!list.length) {
    frame.append(h("p", { class: "fine" }, t("exhibit.none")));
    return frame;
  }
  function show(i) {
    const turn = (step, key, sign) =>
      h("button", { type: "button", class: "quiet", disabled: i + step < 0 || i + step >= list.length, "aria-label": t(key), onclick: () => {
        show(i + step);
        (frame.querySelector(`button[data-step="${step}"]:not([disabled])`) ?? frame.querySelector("button:not([disabled])"))?.focus();
      }, "data-step": step }, sign);
    const pager = list.length > 1
      ? h("p", { class: "pager" }, turn(-1, "exhibit.previous", "←"), h("span", {}, t("exhibit.of", { i: i + 1, n: list.length })), turn(1, "exhibit.next", "→"))
      : null;
    frame.replaceChildren(...[pager, exhibitView(group, list[i])].filter(Boolean));
  }
  show(0);
  return frame;
}
