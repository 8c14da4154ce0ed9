// Data: a file handed in by its columns, the job that goes on without the page, what could not be read, and knowledge.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "./browser.mjs";
import { Caller, PASSWORD } from "./house.mjs";
import { sweep } from "./sweep.mjs";

export default async function data(runner, house, staff) {
  const api = new Caller(house.address);
  await api.signIn(staff.analyst, PASSWORD);
  const state = staff.states[staff.analyst];
  const file = join(house.data, "odd columns.csv");
  const rows = Array.from({ length: 300 }, (_, i) => `${i},user${i % 30},words of line ${i >> 3},${1_778_000_000 + i * 20}`);
  rows.splice(9, 0, "x,,no author,1778000000");
  writeFileSync(file, `nr,who,what,when\n${rows.join("\n")}\n`);

  await runner.test("a file is handed in by its columns; the job is found again; what was rejected is saved", { state }, async (page, context) => {
    await page.goto(`${house.address}/data?view=sets`);
    await page.getByRole("table").or(page.getByText("No data sets yet")).first().waitFor();
    await page.getByRole("main").getByRole("link", { name: "Hand in posts" }).first().click();
    await page.getByLabel("Choose a file").setInputFiles(file);
    await page.waitForURL(/\/data\/uploads\//);
    await page.getByText("No column fills message_id, user_id, timestamp").waitFor();
    for (const [column, field] of [["nr", "message_id"], ["who", "user_id"], ["what", "message"], ["when", "timestamp"]]) await page.getByLabel(`Field that ${column} fills`).selectOption(field);
    check(!(await page.getByText("No column fills").count()), "all that is needed is filled");
    await page.getByRole("button", { name: "Begin the analysis" }).click();
    check((await page.getByText("Please fill this in.").count()) === 2, "ground and purpose are asked for");
    await page.getByLabel("Access basis").selectOption("user-submission");
    await page.getByLabel("Purpose").fill("A complaint of a campaign.");
    await page.getByLabel(/^Data set/).fill("complaints");
    await page.getByRole("button", { name: "Begin the analysis" }).click();
    await page.waitForURL(/\/data\/analyses\//);
    const address = page.url();
    // The page is closed; the job does not mind.
    await page.close();
    const again = await context.newPage();
    await again.goto(`${house.address}/data`);
    await again.getByRole("link", { name: /details/ }).first().waitFor();
    await again.goto(address);
    await again.getByText("done", { exact: true }).waitFor();
    await again.getByText("300 posts · rows rejected: 1").waitFor();
    const row = again.getByRole("table", { name: "Rows that could not be taken" }).locator("tbody tr");
    await row.first().waitFor();
    check(/11.*who/.test((await row.allTextContents()).join("|")), (await row.allTextContents()).join("|"));
    const [download] = await Promise.all([again.waitForEvent("download"), again.getByRole("link", { name: "Save the reject file" }).click()]);
    check(/^file,line,column,reason/.test(readFileSync(await download.path(), "utf8")), "the reject file");
    await again.goto(`${house.address}/data?view=sets`);
    const set = again.getByRole("row", { name: /complaints/ });
    const words = await set.textContent();
    check(words.includes("300") && words.includes("A complaint of a campaign.") && words.includes("90 days") && /in \d+ days/.test(words), words);
    staff.run = new URL(address).pathname;
    staff.upload = (await api.call("GET", "/api/v1/uploads")).find((one) => one.name === "odd columns.csv").id;
  });

  await runner.test("what is no export is refused with the mend, and the file on the device is said to be untouched", { state }, async (page) => {
    await page.goto(`${house.address}/data?view=upload`);
    await page.getByLabel("Choose a file").setInputFiles({ name: "picture.csv", mimeType: "image/png", buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0, 0, 255, 254]) });
    await page.getByRole("alert").waitFor();
    await page.getByText("the file on your device is untouched").waitFor();
    await page.getByRole("button", { name: "Choose another file" }).click();
    await page.getByLabel("Choose a file").waitFor();
    check(!(await page.getByText("picture.csv").count()), "nothing of it is listed");
  });

  await runner.test("a transfer that is cut says so, and is sent again", { state }, async (page) => {
    await page.goto(`${house.address}/data?view=upload`);
    await page.getByLabel("Choose a file").waitFor();
    await page.route("**/api/v1/transfers/*?from=*", (route) => route.abort("connectionreset"), { times: 1 });
    await page.getByLabel("Choose a file").setInputFiles(file);
    await page.getByRole("heading", { name: /No answer from the server/ }).waitFor();
    await page.getByText("trying again goes on from there").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.waitForURL(/\/data\/uploads\//);
  });

  await runner.test("a transfer is paused, its window closed, and it goes on where it stopped", { state }, async (page, context) => {
    const large = join(house.data, "large.csv");
    const line = (i) => `${i},user${i % 500},${"a long text that fills the line ".repeat(8)}${i},${1_778_000_000 + i}\n`;
    writeFileSync(large, `message_id,user_id,message,timestamp\n${Array.from({ length: 45_000 }, (_, i) => line(i)).join("")}`);
    await page.goto(`${house.address}/data?view=upload`);
    // The second piece waits until the pause was pressed.
    let let_go;
    const wait = new Promise((done) => (let_go = done));
    await page.route("**/api/v1/transfers/*?from=*", async (route) => {
      if (!route.request().url().endsWith("from=0")) await wait;
      await route.continue().catch(() => {});
    });
    await page.getByLabel("Choose a file").setInputFiles(large);
    await page.waitForRequest((request) => /transfers\/.*from=4000000/.test(request.url()));
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("what has arrived is kept").waitFor();
    let_go();
    await page.close();
    const [held] = await api.call("GET", "/api/v1/transfers");
    check(held.received >= 4_000_000 && held.received < held.bytes, JSON.stringify(held));
    const again = await context.newPage();
    await again.goto(`${house.address}/data?view=upload`);
    await again.getByRole("heading", { name: "Stopped on the way" }).waitFor();
    const asked = [];
    again.on("request", (request) => asked.push(request.url()));
    await again.getByLabel("Choose a file").setInputFiles(large);
    await again.waitForURL(/\/data\/uploads\//, { timeout: 60_000 });
    const from = asked.filter((url) => url.includes("?from=")).map((url) => Number(url.split("from=")[1]));
    // The piece that was on its way when the window closed may have arrived after all.
    check(from[0] >= held.received && from[0] < held.bytes, `it went on from ${from[0]}, not ${held.received}`);
    check(!(await api.call("GET", "/api/v1/transfers")).length, "nothing is left on the way");
  });

  await runner.test("a long analysis is paused, goes on, and is given up with everything it made", { state }, async (page) => {
    const { spawnSync } = await import("node:child_process");
    const { binary } = await import("./house.mjs");
    const out = join(house.data, "long");
    check(spawnSync(binary(), ["exercise", "generate", "--posts", "200000", "--seed", "3", "--out", out, "--quiet"]).status === 0, "generated");
    const upload = await api.call("POST", "/api/v1/uploads?name=long.csv", readFileSync(join(out, "posts.csv")), { "content-type": "application/octet-stream" });
    const { id } = await api.call("POST", "/api/v1/analyses", { upload: upload.id, name: "A long one", terms: { access_basis: "synthetic", purpose: "tests", retention: "30d" } });
    await page.goto(`${house.address}/data/analyses/${id}`);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("It keeps its place").waitFor();
    check((await api.call("GET", `/api/v1/analyses/${id}`)).analysis.state === "paused", "the server has it");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("button", { name: "Give up" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Give up" }).click();
    await page.getByText("given up", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.waitForURL(/\/data$/);
    check(!(await page.getByText("A long one").count()), "it is gone");
  });

  await runner.test("an election of the calendar and parameters go into the analysis", { state }, async (page) => {
    await page.goto(`${house.address}/data/uploads/${staff.upload}`);
    for (const [column, field] of [["nr", "message_id"], ["who", "user_id"], ["what", "message"], ["when", "timestamp"]]) await page.getByLabel(`Field that ${column} fills`).selectOption(field);
    await page.getByLabel("Access basis").selectOption("synthetic");
    await page.getByLabel("Purpose").fill("Tests of the pages.");
    const { elections } = await api.call("GET", "/api/v1/knowledge/elections");
    await page.getByLabel("Election").selectOption(elections[0].id);
    await page.getByLabel("Change parameters").check();
    await page.getByLabel("same text", { exact: true }).check();
    await page.getByLabel(/^False-discovery rate/).fill("7");
    await page.getByRole("button", { name: "Begin the analysis" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel(/^False-discovery rate/).fill("0.01");
    await page.getByRole("button", { name: "Begin the analysis" }).click();
    await page.waitForURL(/\/data\/analyses\//);
    const { analysis } = await api.call("GET", `/api/v1/analyses/${new URL(page.url()).pathname.split("/").at(-1)}`);
    check(analysis.election.id === elections[0].id && analysis.election.end_date === elections[0].last_day && analysis.election.start_date < elections[0].first_day, JSON.stringify(analysis.election));
    check(analysis.parameters.q === 0.01 && analysis.parameters.signals.join() === "co-text", JSON.stringify(analysis.parameters));
  });

  await runner.test("DISARM is searched, and a mechanism says what it is not for", { state }, async (page) => {
    await page.goto(`${house.address}/data?view=knowledge`);
    await page.getByLabel("Search").fill("T0049");
    await page.getByRole("cell", { name: "T0049.003" }).waitFor();
    check(page.url().includes("q=T0049"), page.url());
    await page.goto(`${house.address}/data?view=knowledge&of=mechanisms&mechanism=cocd-rapid-response`);
    await page.getByText("Opinion, satire and campaigning.").first().waitFor();
    const everything = await api.call("GET", "/api/v1/mechanisms");
    check((await page.locator("details.panel").count()) === everything.length, "all mechanisms are listed");
  });

  await sweep(runner, house, staff.states, [
    ["analyses", "/data", staff.analyst],
    ["datasets", "/data?view=sets", staff.analyst],
    ["upload", "/data?view=upload", staff.analyst],
    ["columns", `/data/uploads/${staff.upload}`, staff.analyst],
    ["run", staff.run, staff.analyst],
    ["disarm-search", "/data?view=knowledge&q=bot", staff.analyst],
    ["known-elections", "/data?view=knowledge&of=elections", staff.analyst],
    ["mechanisms", "/data?view=knowledge&of=mechanisms&mechanism=cocd-rapid-response", staff.analyst],
  ]);
}
