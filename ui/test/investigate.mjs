// Investigate, on a real analysis of a generated election: from the ranked list down to the posts behind one tie, and what
// people decide.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "./browser.mjs";
import { network as large } from "./large.mjs";
import { binary, Caller, PASSWORD } from "./house.mjs";
import { signInByKeyboard, tabTo } from "./steps.mjs";
import { sweep } from "./sweep.mjs";

/** Generates an election, hands it in (altered, if asked) and waits until it is analysed. */
export async function analyse(house, api, name, posts, seed, alter = (bytes) => bytes) {
  const out = join(house.data, `exercise-${seed}`);
  const made = spawnSync(binary(), ["exercise", "generate", "--posts", String(posts), "--seed", String(seed), "--out", out, "--quiet"], { encoding: "utf8" });
  check(made.status === 0, made.stderr);
  const upload = await api.call("POST", "/api/v1/uploads?name=posts.csv", alter(readFileSync(join(out, "posts.csv"))), { "content-type": "application/octet-stream" });
  const terms = { access_basis: "synthetic", purpose: "tests of the pages", retention: "30d" };
  const { id } = await api.call("POST", "/api/v1/analyses", { upload: upload.id, name, terms });
  for (let i = 0; i < 600; i++) {
    const { analysis } = await api.call("GET", `/api/v1/analyses/${id}`);
    if (analysis.state === "done") return id;
    check(analysis.state !== "failed", analysis.error);
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("the analysis does not end");
}

/** How a sentence of the server begins: the pages write its figures as their reader does (“1 min” for “60 s”). */
const opening = (words) => /^.*?\d+ times/.exec(words)?.[0] ?? words;

export default async function investigate(runner, house, staff) {
  const api = new Caller(house.address);
  await api.signIn(staff.analyst, PASSWORD);
  const state = staff.states[staff.analyst];
  const id = await analyse(house, api, "Exercise of twenty thousand posts", 20_000, 7);
  staff.analysis = id;
  const { groups } = await api.call("GET", `/api/v1/analyses/${id}/groups?flagged=true&limit=500`);
  const ids = groups.map((one) => one.id);
  const [first, second, third] = ids;
  const base = `/investigate/${id}`;

  await sweep(runner, house, staff.states, [
    ["groups", base, staff.analyst],
    ["all-network", `${base}?view=network`, staff.analyst],
    ["method", `${base}?view=method`, staff.analyst],
    ...["evidence", "network", "time", "shared", "texts", "accounts", "posts", "decisions"].map((view) => [`group-${view}`, `${base}/${first}?view=${view}`, staff.analyst]),
    ["group-network-tables", `${base}/${first}?view=network&tables=open`, staff.analyst],
  ]);

  await runner.test("the ranked list comes first, with the evidence beside it, and its address keeps the choice", { state }, async (page) => {
    await page.goto(`${house.address}/investigate`);
    await page.waitForURL(new RegExp(id));
    const list = page.getByRole("region", { name: "Groups" });
    await list.getByRole("listitem").first().waitFor();
    check((await list.getByRole("listitem").count()) >= ids.length, "all groups are listed");
    check((await list.getByRole("listitem").first().textContent()).includes(opening(groups[0].verdict)), "the first by rank is first");
    await page.getByRole("heading", { name: "What would make this innocent" }).waitFor();
    await list.getByRole("button").nth(1).click();
    await page.getByRole("region", { name: "Evidence" }).getByText(opening(groups[1].verdict)).waitFor();
    await page.reload();
    await page.getByRole("region", { name: "Evidence" }).getByText(opening(groups[1].verdict)).waitFor();
    // A filter asks the server, and stands in the address.
    const few = await api.call("GET", `/api/v1/analyses/${id}/groups?signal=co-link`);
    check(few.total > 0 && few.total < 60, `${few.total} groups link the same`);
    await page.getByLabel("Signal").selectOption("co-link");
    await page.getByText(`${few.total} of ${few.total} shown`).waitFor();
    check(page.url().includes("signal=co-link"), page.url());
    await page.getByLabel("Search").fill("no such words at all");
    await page.getByText("No group is like this").waitFor();
  });

  await runner.test("a tie opens the very posts side by side, by pointer and by keyboard", { state }, async (page) => {
    const network = await api.call("GET", `/api/v1/analyses/${id}/groups/${first}/network`);
    await page.goto(`${house.address}${base}/${first}?view=network`);
    await page.locator("canvas.sigma-mouse").waitFor();
    // The tables say what the picture says: the strongest tie by keyboard alone.
    await page.getByText("The network as tables").focus();
    await page.keyboard.press("Enter");
    const strongest = page.getByRole("table", { name: "Ties" }).locator("tbody tr").first().getByRole("button");
    await strongest.focus();
    await page.keyboard.press("Enter");
    const chosen = page.getByRole("region", { name: "What is chosen" });
    await chosen.getByText(/moments? in which they met/).waitFor();
    const [a, b] = new URL(page.url()).searchParams.get("edge").split(",");
    const edge = await api.call("GET", `/api/v1/analyses/${id}/groups/${first}/edges/${a}/${b}`);
    const words = await chosen.textContent();
    for (const signal of edge.signals) check(words.includes(opening(signal.words)), `significance in words: ${signal.words}`);
    check((await chosen.getByRole("article").count()) >= 3, "both posts are shown");
    check(words.includes(edge.meetings[0].posts[0].account) && words.includes(edge.meetings[0].posts[1].account), "their accounts");
    // By pointer: in the middle between two nodes that are tied, found by their places.
    await page.goto(`${house.address}${base}/${first}?view=network`);
    const canvas = page.locator("canvas.sigma-mouse");
    await canvas.waitFor();
    await page.waitForTimeout(500);
    const box = await canvas.boundingBox();
    const scale = Math.min(box.width, box.height) - 60;
    const at = (node) => ({ x: box.width / 2 + (node.x - 0.5) * scale, y: box.height / 2 + (node.y - 0.5) * scale });
    const tie = network.edges.find((one) => {
      const [p, q] = [at(network.nodes[one.source]), at(network.nodes[one.target])];
      return Math.hypot(p.x - q.x, p.y - q.y) > 120;
    });
    const [p, q] = [at(network.nodes[tie.source]), at(network.nodes[tie.target])];
    await canvas.click({ position: { x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 } });
    await page.waitForURL(/edge=/);
    await page.getByRole("region", { name: "What is chosen" }).getByText(/moments? in which they met/).waitFor();
  });

  await runner.test("filters of signal, significance and time leave less of the network, and the address keeps all", { state }, async (page) => {
    const counts = async () => Number(/([\d,]+) lines/.exec(await page.getByText(/nodes for .* lines/).textContent())[1].replace(",", ""));
    await page.goto(`${house.address}${base}/${second}?view=network`);
    const all = await counts();
    check(all > 0, "there are lines");
    await page.goto(`${house.address}${base}/${second}?view=network&max_q=1e-12`);
    const strict = await counts();
    check(strict < all, `${strict} of ${all} by significance`);
    const row = groups[1];
    const width = (row.last - row.first) / 200;
    await page.goto(`${house.address}${base}/${second}?view=network&from=${row.first}&to=${Math.round(row.first + width)}`);
    await page.getByText("only what happened in the window").waitFor();
    check((await counts()) < all, "by time");
    await page.goto(`${house.address}${base}/${second}?view=network&signals=co-media`);
    await page.getByText(/ 0 lines/).waitFor();
    await page.getByLabel("same media").uncheck();
    await page.waitForFunction(() => !location.search.includes("signals"));
    check((await counts()) === all, "none chosen is all");
    // Where one looked is kept too.
    await page.getByRole("button", { name: "Zoom in" }).click();
    await page.waitForURL(/camera=/);
  });

  await runner.test("a large network moves with the pointer, is drawn anew where it was left, and a drag is no click", { state }, async (page) => {
    const body = JSON.stringify(large(first, 3_000, 12_000));
    await page.route("**/network?**", (route) => route.fulfill({ contentType: "application/json", body }));
    await page.goto(`${house.address}${base}/${first}?view=network&limit=10000`);
    await page.getByText("3,000 nodes").waitFor();
    const canvas = page.locator("canvas.sigma-mouse");
    await canvas.waitFor();
    await page.waitForTimeout(1000);
    const at = () => canvas.evaluate((one) => one.getBoundingClientRect().x);
    const box = await canvas.boundingBox();
    await page.mouse.move(box.x + 300, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + 400, box.y + 230, { steps: 5 });
    check(Math.abs((await at()) - box.x - 100) < 1, "the picture follows the pointer");
    await page.mouse.up();
    await page.waitForURL(/camera=/);
    await page.waitForFunction((x) => Math.abs(document.querySelector("canvas.sigma-mouse").getBoundingClientRect().x - x) < 0.5, box.x);
    const [x, y, ratio] = new URL(page.url()).searchParams.get("camera").split(",").map(Number);
    check(x < 0.5 && y > 0.5 && ratio === 1, `it was pulled to the right and down: ${x}, ${y}, ${ratio}`);
    await page.mouse.wheel(0, -600);
    await page.waitForFunction(() => Number(new URLSearchParams(location.search).get("camera")?.split(",")[2]) < 1);
    check(!/edge=|node=/.test(page.url()), page.url());
    // The same address shows the same place again.
    const camera = new URL(page.url()).searchParams.get("camera");
    await page.reload();
    await canvas.waitFor();
    await page.waitForTimeout(1000);
    check(new URL(page.url()).searchParams.get("camera") === camera, page.url());
  });

  await runner.test("a network is saved as GEXF, SVG and PNG with what is shown", { state }, async (page) => {
    await page.goto(`${house.address}${base}/${first}?view=network`);
    await page.locator("canvas.sigma-mouse").waitFor();
    const network = await api.call("GET", `/api/v1/analyses/${id}/groups/${first}/network`);
    const save = async (name) => {
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name, exact: true }).click()]);
      return readFileSync(await download.path());
    };
    const gexf = (await save("GEXF")).toString();
    const parsed = await page.evaluate((text) => {
      const document = new DOMParser().parseFromString(text, "application/xml");
      return { faults: document.querySelectorAll("parsererror").length, nodes: document.querySelectorAll("node").length, edges: document.querySelectorAll("edge").length };
    }, gexf);
    check(parsed.faults === 0 && parsed.nodes === network.nodes.length && parsed.edges === network.edges.length, JSON.stringify(parsed));
    const svg = (await save("SVG")).toString();
    check((svg.match(/<circle /g) ?? []).length === network.nodes.length && /rgb\(/.test(svg) && !/undefined|NaN/.test(svg), svg.slice(0, 300));
    const png = await save("PNG");
    check(png.subarray(1, 4).toString() === "PNG" && png.length > 5_000, `${png.length} bytes`);
  });

  await runner.test("a stroke in time sets the window for everything on the page", { state }, async (page) => {
    await page.goto(`${house.address}${base}/${first}?view=time`);
    const field = page.locator("canvas").first();
    await field.waitFor();
    await page.getByRole("table").waitFor();
    const before = await page.getByRole("table").locator("tbody tr td:nth-child(3)").allTextContents();
    const box = await field.boundingBox();
    await page.mouse.move(box.x + box.width * 0.4, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + 20, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/from=\d+&to=\d+/);
    await page.waitForFunction((text) => [...document.querySelectorAll("tbody tr td:nth-child(3)")].map((one) => one.textContent).join() !== text, before.join());
    const { searchParams } = new URL(page.url());
    const [from, to] = [Number(searchParams.get("from")), Number(searchParams.get("to"))];
    const posts = await api.call("GET", `/api/v1/analyses/${id}/groups/${first}/posts?from=${from}&to=${to}`);
    check(posts.total > 0 && posts.total < groups[0].posts, `${posts.total} posts in the window`);
    await page.getByRole("link", { name: /^Posts/ }).click();
    await page.getByText(` of ${posts.total} shown`).waitFor();
    // By keyboard: the two fields.
    await page.getByRole("button", { name: "Whole time" }).click();
    await page.waitForFunction(() => !location.search.includes("from="));
    await page.getByLabel("From", { exact: true }).fill(new Date(from).toISOString().slice(0, 16));
    await page.keyboard.press("Tab");
    await page.waitForURL(/from=\d+/);
  });

  await runner.test("times are shown and typed in the zone that was chosen, and it is kept", { state }, async (page) => {
    await page.goto(`${house.address}${base}`);
    await page.locator("details.account summary").click();
    await page.getByLabel("Times are shown in").selectOption("Pacific/Kiritimati");
    await page.keyboard.press("Escape");
    // Fourteen hours ahead of UTC: what is typed there is the evening before.
    const from = page.getByLabel("From", { exact: true });
    await from.fill("2026-05-10T10:00");
    await from.press("Tab");
    await page.waitForURL(new RegExp(`from=${Date.UTC(2026, 4, 9, 20)}`));
    await page.reload();
    await from.waitFor();
    check((await from.inputValue()) === "2026-05-10T10:00", await from.inputValue());
    const one = page.locator("main time[title]").first();
    const [shown, utc] = [await one.textContent(), await one.getAttribute("datetime")];
    check(shown.includes(String(new Date(Date.parse(utc) + 14 * 3_600_000).getUTCDate())), `${shown} is not ${utc} fourteen hours on`);
  });

  await runner.test("differences of texts are marked word by word, and an exhibit is found by its words", { state }, async (page) => {
    const rewritten = groups.find((one) => one.signals.some((share) => share.signal === "co-similar-text"));
    const { exhibits } = await api.call("GET", `/api/v1/analyses/${id}/groups/${rewritten.id}/exhibits?limit=1000`);
    const exhibit = exhibits.find((one) => one.signal === "co-similar-text" && one.posts[0].text !== one.posts[1].text);
    const account = exhibit.posts[1].account;
    await page.goto(`${house.address}${base}/${rewritten.id}?view=texts&signal=co-similar-text&q=${account}`);
    await page.locator("mark").first().waitFor();
    const shown = exhibits.filter((one) => one.signal === "co-similar-text" && one.posts.some((post) => post.text.includes(account) || post.account.includes(account)));
    await page.getByText(new RegExp(`^${shown.length} exhibits?$`)).waitFor();
    for (const text of await page.locator("article article p[dir]").allTextContents()) check(text.trim().length > 0, "texts are whole");
  });

  await runner.test("a group is dismissed with a reason, and that is taken back", { state }, async (page) => {
    await page.goto(`${house.address}${base}/${third}`);
    await page.getByRole("button", { name: "Dismiss" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Dismiss" }).click();
    await dialog.getByText("Please fill this in.").waitFor();
    // Somebody decides meanwhile: nothing is overwritten.
    await api.call("POST", `/api/v1/analyses/${id}/groups/${third}/dismiss`, { reason: "A petition that was announced." });
    await dialog.getByLabel("Reason").fill("The fans of a singer, who say so.");
    await dialog.getByRole("button", { name: "Dismiss" }).click();
    await dialog.getByRole("alert").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("A petition that was announced.").waitFor();
    await page.getByRole("button", { name: "Take it back" }).click();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await dialog.getByLabel("Reason").fill("The fans of a singer, who say so.");
    await dialog.getByRole("button", { name: "Dismiss" }).click();
    await page.getByText("The fans of a singer, who say so.").waitFor();
    check((await api.call("GET", `/api/v1/analyses/${id}/groups/${third}`)).judgement.status === "dismissed", "the server has it");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Dismiss" }).waitFor();
    await page.getByRole("link", { name: "Decisions" }).click();
    check((await page.getByText("taken back").count()) === 2 && (await page.getByText("A petition that was announced.").count()) === 1, "the history keeps all of it");
  });

  await runner.test("two groups are merged, and the merged one leads to the other", { state }, async (page) => {
    await page.goto(`${house.address}${base}/${ids[4]}`);
    await page.getByRole("button", { name: "Merge" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Into which group").selectOption(ids[3]);
    await dialog.getByLabel("Reason").fill("The same accounts under two languages.");
    await dialog.getByRole("button", { name: "Merge" }).click();
    await page.getByRole("button", { name: "Take it back" }).waitFor();
    await page.getByRole("link", { name: "Decisions" }).click();
    await page.getByRole("link", { name: ids[3] }).click();
    await page.waitForURL(new RegExp(ids[3]));
  });

  await runner.test("several groups are chosen, by keyboard too, and become one incident", { state }, async (page) => {
    const [one, two] = groups.slice(-2);
    await page.goto(`${house.address}${base}`);
    const list = page.getByRole("region", { name: "Groups" });
    await list.getByRole("checkbox", { name: `Choose group ${one.rank}`, exact: true }).check();
    await list.getByRole("checkbox", { name: `Choose group ${two.rank}`, exact: true }).focus();
    await page.keyboard.press("Space");
    await page.getByText("2 groups chosen").waitFor();
    check(page.url().includes("picked="), page.url());
    await page.reload();
    await page.getByText("2 groups chosen").waitFor();
    await page.getByRole("button", { name: "Promote 2 groups to one incident" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Incident", { exact: true }).fill("Two groups with one text");
    check((await dialog.getByLabel(/^What it is about/).inputValue()).split("\n").length === 2, "both are described");
    await dialog.getByRole("button", { name: "Promote 2 groups to one incident" }).click();
    await page.getByRole("heading", { name: "Two groups with one text", level: 1 }).waitFor();
    await page.getByText("2 findings").first().waitFor();
    for (const group of [one, two]) check((await api.call("GET", `/api/v1/analyses/${id}/groups/${group.id}`)).judgement.status === "promoted", "both are promoted");
  });

  await runner.test("a group is promoted to an incident, which opens", { state }, async (page) => {
    await page.goto(`${house.address}${base}?group=${second}`);
    await page.getByRole("region", { name: "Evidence" }).getByRole("button", { name: "Promote to an incident" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Incident", { exact: true }).fill("Copied lines before the vote");
    await dialog.getByLabel(/^Confidence/).fill("70");
    await dialog.getByLabel(/^DISARM/).fill("T0049");
    await dialog.getByRole("button", { name: "Promote to an incident" }).click();
    await page.getByRole("heading", { name: "Copied lines before the vote", level: 1 }).waitFor();
    check(/\/incidents\/.*incident--/.test(decodeURIComponent(page.url())), page.url());
    check((await api.call("GET", `/api/v1/analyses/${id}/groups/${second}`)).judgement.status === "promoted", "the group says so");
  });

  await runner.test("the list of groups is saved whole, and posts are paged", { state }, async (page) => {
    const all = await api.call("GET", `/api/v1/analyses/${id}/groups?limit=500`);
    await page.goto(`${house.address}${base}`);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as CSV" }).click()]);
    const lines = readFileSync(await download.path(), "utf8").trim().split("\r\n");
    check(lines.length === all.total + 1, `${lines.length} lines for ${all.total} groups`);
    const busy = [...groups].sort((a, b) => b.posts - a.posts)[0];
    check(busy.posts > 60, "a group with more than one page of posts");
    await page.goto(`${house.address}${base}/${busy.id}?view=posts`);
    await page.getByText(`50 of ${busy.posts} shown`).waitFor();
    await page.getByRole("button", { name: "Show more" }).click();
    await page.getByText(`${Math.min(250, busy.posts)} of ${busy.posts} shown`).waitFor();
    // Typed the wrong way round, a window is what lies between.
    await page.goto(`${house.address}${base}/${busy.id}?view=posts&from=${busy.last}&to=${busy.first}`);
    const { total } = await api.call("GET", `/api/v1/analyses/${id}/groups/${busy.id}/posts?from=${busy.first}&to=${busy.last}`);
    await page.getByText(` of ${total} shown`).waitFor();
  });

  await runner.test("by keyboard alone: from sign-in to a dismissed group", {}, async (page) => {
    await signInByKeyboard(page, house, staff.analyst, 80);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("investig");
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "Groups" }).waitFor();
    const row = groups[5];
    await tabTo(page, new RegExp(`^BUTTON ${row.rank} ?${row.verdict.slice(0, 20)}`), 80);
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "Evidence" }).getByText(opening(row.verdict)).waitFor();
    await tabTo(page, /^BUTTON Dismiss\s*$/, 80);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("A newsroom whose teams share one tool.");
    await tabTo(page, /^BUTTON Dismiss\s*$/, 80);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    check((await api.call("GET", `/api/v1/analyses/${id}/groups/${row.id}`)).judgement.reason === "A newsroom whose teams share one tool.", "decided");
  });

  await runner.test("what is not there is said, and leads nowhere else", { state, expected: /404/ }, async (page) => {
    await page.goto(`${house.address}${base}/group-0000000000000000`);
    await page.getByRole("alert").waitFor();
    await page.goto(`${house.address}/investigate/%E0%A4%A`);
    await page.getByRole("alert").waitFor();
    await page.goto(`${house.address}${base}?from=abc&to=9&max_q=7&order=zzz&signal=%3Cscript%3E&flagged=perhaps`);
    await page.getByText("No group is like this").waitFor();
  });

  await runner.test("times of a source that gives minutes are not shown as seconds", { state }, async (page) => {
    const minutes = (bytes) => bytes.toString().replace(/,(\d{10}),/g, (_, at) => `,${new Date(1000 * at).toISOString().slice(0, 16).replace("T", " ")},`);
    const coarse = await analyse(house, api, "To the minute", 20_000, 7, minutes);
    check((await api.call("GET", `/api/v1/analyses/${coarse}`)).precision === "minute", "the server knows");
    const { groups: all } = await api.call("GET", `/api/v1/analyses/${coarse}/groups?limit=1`);
    await page.goto(`${house.address}/investigate/${coarse}/${all[0].id}?view=texts`);
    await page.getByText("within the same 1 min").first().waitFor();
    const times = await page.locator("article article time").allTextContents();
    check(times.length > 4 && times.every((one) => /, \d\d:\d\d$/.test(one)), times.slice(0, 5).join(" | "));
    // The finer one does show them.
    await page.goto(`${house.address}${base}/${first}?view=texts`);
    await page.locator("article article time").first().waitFor();
    check((await page.locator("article article time").allTextContents()).every((one) => /:\d\d:\d\d$/.test(one)), "to the second");
  });
}
