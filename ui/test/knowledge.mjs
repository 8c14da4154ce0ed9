// What people keep themselves: who is listed by name, known claims, watch lists; from the form to the record and back.
import { readFileSync } from "node:fs";
import { check } from "./browser.mjs";
import { Caller, PASSWORD } from "./house.mjs";
import { stateOf } from "./steps.mjs";
import { sweep } from "./sweep.mjs";

const NEEDED = "name,kind,country,domains,accounts,basis,source\n";
const csv = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

export default async function knowledge(runner, house, staff) {
  const api = new Caller(house.address);
  await api.signIn(staff.analyst, PASSWORD);
  const state = staff.states[staff.analyst];
  staff.states[staff.approver] ??= await stateOf(runner, house, staff.approver);
  let entry;

  await runner.test("registry: a medium is listed by a form, a person is refused, another person confirms", { state }, async (page) => {
    await page.goto(`${house.address}/data?view=knowledge&of=registry`);
    await page.getByText("Nobody is listed yet").waitFor();
    await page.getByRole("main").getByRole("button", { name: "List somebody" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Private persons are never listed").waitFor();
    await dialog.getByLabel("Name", { exact: true }).fill("State TV of the exercise");
    await dialog.getByLabel("Type").selectOption("official");
    await dialog.getByLabel("Public office").fill("Spokesperson");
    await dialog.getByLabel("Country").fill("fr");
    await dialog.getByLabel("Accounts").fill("x:statetv");
    await dialog.getByLabel("Ground").selectOption("public-office");
    await dialog.getByLabel("Source").fill("https://example.org/list");
    await dialog.getByRole("button", { name: "List somebody" }).click();
    // An official has a term.
    await dialog.getByText(/name the last day of the term/).first().waitFor();
    await dialog.getByLabel("Type").selectOption("state-channel");
    await dialog.getByLabel("Ground").selectOption("sanctions-list");
    await dialog.getByLabel("Domains").fill("WWW.State-TV.example.org\nnot a domain");
    await dialog.getByRole("button", { name: "List somebody" }).click();
    await dialog.getByText(/is no domain that somebody holds/).first().waitFor();
    await dialog.getByLabel("Domains").fill("state-tv.example.org");
    await dialog.getByRole("button", { name: "List somebody" }).click();
    await page.waitForURL(/\/data\/registry\//);
    await page.getByText("Nobody has confirmed this entry.").waitFor();
    check(!(await page.getByRole("button", { name: "Confirm" }).count()), "the writer does not confirm");
    entry = new URL(page.url()).pathname;
  });

  await runner.test("registry: the second person confirms, and a change takes the confirmation away", { state: staff.states[staff.approver] }, async (page) => {
    await page.goto(house.address + entry);
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Confirm" }).click();
    await page.getByText("Confirmed by").waitFor();
    await page.getByRole("button", { name: "Change the entry" }).click();
    await page.getByRole("dialog").getByLabel("Note").fill("Seen on the list of June.");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByText("Nobody has confirmed this entry.").waitFor();
    const one = await api.call("GET", `/api/v1/registry/${entry.split("/").at(-1)}`);
    check(one.note === "Seen on the list of June." && !one.verified, JSON.stringify(one));
    await api.call("POST", `/api/v1/registry/${one.id}/verification`, undefined, { "if-match": `"${one.rev}"` });
  });

  await runner.test("registry: a table with a fault takes nothing and says where; mended, it is taken", { state }, async (page) => {
    await page.goto(`${house.address}/data?view=knowledge&of=registry`);
    await page.getByRole("button", { name: "Take a table" }).click();
    const dialog = page.getByRole("dialog");
    const good = "Gazette of the exercise,media,FR,gazette.example.org,x:gazette,imprint,https://gazette.example.org/imprint\n";
    await dialog.getByLabel("File").setInputFiles(csv("bad.csv", `${NEEDED}${good}Ann,person,FR,,x:ann,imprint,https://x.com/ann\n`));
    await dialog.getByRole("button", { name: "Take it in" }).click();
    const row = dialog.getByRole("row", { name: /never listed by name/ });
    await row.waitFor();
    check(/^3\s*kind/.test((await row.textContent()).trim()), await row.textContent());
    check((await api.call("GET", "/api/v1/registry")).length === 1, "nothing was taken");
    await dialog.getByLabel("File").setInputFiles(csv("good.csv", NEEDED + good));
    await dialog.getByRole("button", { name: "Take it in" }).click();
    await dialog.getByText("1 entries: 1 new").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Gazette of the exercise" }).waitFor();
    await page.getByLabel("Search").fill("gazette");
    await page.waitForURL(/q=gazette/);
    await page.getByRole("link", { name: /State TV/ }).waitFor({ state: "detached" });
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Save as CSV" }).click()]);
    check(readFileSync(await download.path(), "utf8").includes("state-tv.example.org"), "the table");
  });

  let claim;
  await runner.test("claims: entered, found by a post with the words that found it, linked to an incident", { state }, async (page) => {
    await page.goto(`${house.address}/data?view=knowledge&of=claims`);
    await page.getByRole("button", { name: "Enter a claim" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Collection").selectOption(staff.collection);
    await dialog.getByLabel("Claim", { exact: true }).fill("Polling stations of the exercise close at noon");
    await dialog.getByLabel("Verdict").fill("False");
    await dialog.getByLabel("Checked by").fill("Facts of the exercise");
    await dialog.getByLabel("Address of the fact-check").fill("https://facts.example.org/noon");
    await dialog.getByRole("button", { name: "Enter a claim" }).click();
    await dialog.locator("[aria-invalid=true]").first().waitFor();
    await dialog.getByLabel("Published on").fill("2026-05-02");
    await dialog.getByRole("button", { name: "Enter a claim" }).click();
    await page.getByRole("link", { name: /close at noon/ }).waitFor();
    await page.getByLabel("Words, or a whole post").fill("@all HEARD that polling stations close at NOON! https://x.example");
    await page.getByRole("button", { name: "Find known claims" }).click();
    await page.getByText(/of the claim stands in the text/).click();
    await page.getByText("polling", { exact: true }).waitFor();
    check(page.url().includes("text="), page.url());
    await page.getByRole("link", { name: /close at noon/ }).click();
    await page.getByText("It is linked to no incident.").waitFor();
    claim = new URL(page.url()).pathname;
    await page.getByRole("button", { name: "Link to an incident" }).click();
    await page.getByRole("dialog").getByLabel("Incident").selectOption({ label: "Copied appeals before the vote" });
    await page.getByRole("dialog").getByRole("button", { name: "Link to an incident" }).click();
    await page.getByRole("listitem").getByRole("link", { name: "Copied appeals before the vote" }).waitFor();
    await page.getByRole("button", { name: "Take the link back" }).click();
    await page.getByText("It is linked to no incident.").waitFor();
  });

  let list;
  await runner.test("watch lists: a private account is refused, objects are run over a data set, posts are shown", { state }, async (page) => {
    // Given posts in a data set.
    if (!(await api.call("GET", "/api/v1/datasets")).some((one) => one.name === "watched" && one.rows)) {
      const rows = Array.from({ length: 40 }, (_, i) => `${i},user${i % 12},${i % 2 ? "The polls are CLOSED; go home" : "good weather today"},${1_778_000_000 + i * 20_000}`);
      const upload = await api.call("POST", "/api/v1/uploads?name=watched.csv", `message_id,user_id,message,timestamp\n${rows.join("\n")}\n`, { "content-type": "application/octet-stream" });
      await api.call("POST", "/api/v1/analyses", { upload: upload.id, name: "Posts to watch", terms: { access_basis: "synthetic", purpose: "tests of watch lists", retention: "90d" }, dataset: "watched" });
      for (let i = 0; i < 100 && !(await api.call("GET", "/api/v1/datasets")).some((one) => one.name === "watched" && one.rows); i++) await new Promise((done) => setTimeout(done, 200));
    }
    await page.goto(`${house.address}/data?view=watch`);
    await page.getByText("No watch list yet").waitFor();
    await page.getByRole("button", { name: "New watch list" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("False closing times");
    await dialog.getByLabel("Purpose").fill("Find false voting information before the vote.");
    await dialog.getByLabel("Phrases").fill("the polls are closed");
    await dialog.getByLabel("Accounts of the registry").fill("x:somebody");
    await dialog.getByRole("button", { name: "New watch list" }).click();
    await dialog.getByText(/accounts of private persons are not watched/).first().waitFor();
    await dialog.getByLabel("Accounts of the registry").fill("x:statetv");
    await dialog.getByRole("button", { name: "New watch list" }).click();
    await page.waitForURL(/\/data\/watch\//);
    list = new URL(page.url()).pathname;
    await page.getByRole("button", { name: "Run it over a data set" }).click();
    await page.getByRole("dialog").getByLabel("Data set").selectOption("watched");
    await page.getByRole("dialog").getByRole("button", { name: "Run it over a data set" }).click();
    await page.waitForURL(/\/runs\//);
    await page.getByText("20 posts of 6 accounts hold a term; 40 were looked at.").waitFor();
    check((await page.locator("article.post").count()) === 20, "all posts are shown");
    check(!(await page.locator("article.post").first().textContent()).includes("user"), "accounts are pseudonyms");
    await page.getByRole("list", { name: "Posts by day" }).getByRole("button").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.search.includes("day="));
    await page.waitForFunction(() => document.querySelectorAll("article.post").length < 20);
    staff.watchRun = new URL(page.url()).pathname;
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Save as CSV" }).click()]);
    check(readFileSync(await download.path(), "utf8").includes("fewer than 10 accounts"), "small numbers are not told");
    await page.getByRole("link", { name: "Known claims for this text" }).first().click();
    await page.waitForURL(/of=claims/);
    await page.getByRole("heading", { name: "Data" }).waitFor();
  });

  await sweep(runner, house, staff.states, [
    ["registry", "/data?view=knowledge&of=registry", staff.analyst],
    ["registry-entry", entry, staff.approver],
    ["claims", "/data?view=knowledge&of=claims&text=polls%20close%20at%20noon", staff.analyst],
    ["claim", claim, staff.analyst],
    ["watch-lists", "/data?view=watch", staff.analyst],
    ["watch-list", list, staff.analyst],
    ["watch-run", staff.watchRun, staff.analyst],
  ]);
}
