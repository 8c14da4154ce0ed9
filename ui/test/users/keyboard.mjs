// The same jobs by keyboard alone, one for each user; an analyst's is in `investigate.mjs`. Nothing here touches a pointer.
import { check } from "../browser.mjs";
import { goByMenu, press, signInByKeyboard, typeInto } from "../steps.mjs";

/** Sends a form whose button has these words; what leaves the house is said once more. */
async function send(page, words) {
  await press(page, new RegExp(`^BUTTON ${words}$`));
  await press(page, new RegExp(`^BUTTON Yes: ${words}`));
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

export default async function keyboard(cast) {
  const { house, organisations } = cast;
  const begin = (page, who) => signInByKeyboard(page, house, who, 60);

  await cast.test("by keyboard alone: an authority confirms a milestone with its proof", {}, async (page) => {
    await begin(page, "ro");
    await goByMenu(page, "prepare");
    await page.getByRole("link", { name: "Presidential election of the drill" }).first().waitFor();
    await press(page, /^A Presidential election of the drill/, 60);
    await page.getByRole("heading", { name: "Presidential election of the drill", level: 1 }).waitFor();
    await page.getByRole("row", { name: /integrity checklist/ }).waitFor();
    await press(page, /^BUTTON Confirm ?: go through the integrity checklist/);
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("Minutes of the meeting, number 9");
    await press(page, /^BUTTON Confirm$/);
    await page.getByRole("row", { name: /integrity checklist/ }).getByText("Minutes of the meeting, number 9").waitFor();
  });

  await cast.test("by keyboard alone: a point of contact finds an alert that waits, and acknowledges it", {}, async (page) => {
    const met = { met: true, reason: "Seen." };
    const alert = await cast.open("liaison", "alert", { draft: { title: "Old pictures of queues", class: "alert", claim: "Old pictures are spread as new.", uncertainty: "Who began.", falsified_by: "A date.", proposed_action: "Say so.", criteria: { transnational: met, significant: met, election_related: met, time_critical: met }, evidence: ["finding-2"], recipients: [organisations.Belgium], required: 1, marking: "TLP:GREEN" } });
    await cast.act("liaison", alert, { command: "issue" });
    await begin(page, "be");
    await page.getByRole("link", { name: "Old pictures of queues" }).first().waitFor();
    await press(page, /^A Old pictures of queues/);
    await page.getByRole("heading", { name: "Old pictures of queues", level: 1 }).waitFor();
    await page.getByRole("button", { name: "Acknowledge", exact: true }).waitFor();
    await press(page, /^BUTTON Acknowledge$/);
    await page.getByRole("dialog").locator("form").waitFor();
    // The dialog takes the focus into its first field.
    await page.waitForFunction(() => document.activeElement?.closest("dialog form"));
    await page.keyboard.type("does not");
    await typeInto(page, "Reason", "Nothing of it here.", 10);
    await press(page, /^BUTTON Acknowledge$/);
    await page.getByText("Nothing of it here.").first().waitFor();
  });

  await cast.test("by keyboard alone: a presidency asks a question", {}, async (page) => {
    await begin(page, "chair");
    await goByMenu(page, "crisis");
    await page.getByRole("link", { name: "Interference in the drill" }).waitFor();
    await press(page, /^A Interference in the drill/);
    await page.getByRole("heading", { name: "Interference in the drill", level: 1 }).waitFor();
    await press(page, /^A Questions/);
    await page.getByRole("button", { name: "Ask a question" }).waitFor();
    await press(page, /^BUTTON Ask a question/);
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("Who speaks for the platforms?");
    await press(page, /^BUTTON Send to participants/);
    await page.getByText("2. Who speaks for the platforms?").waitFor();
  });

  await cast.test("by keyboard alone: a fact-checker fills in a notification and sends it; the platform finds it and acknowledges", {}, async (page) => {
    await begin(page, "checker");
    await goByMenu(page, "respond");
    await page.getByRole("heading", { name: "Respond", level: 1 }).waitFor();
    // Arrow keys and letters choose; nothing opens until one says so.
    await typeInto(page, "New record", "Rapid");
    check(new URL(page.url()).pathname === "/respond", page.url());
    await press(page, /^BUTTON Fill it in/, 3);
    await page.getByLabel("Title", { exact: true }).waitFor();
    for (const [label, text] of [["Title", "A copied ballot paper"], ["Description", "A picture shows a ballot paper that is none."], ["Platform", "Video"], ["Addresses", "https://video.example/ballot"], ["Rule of the platform’s policies", "Civic integrity"], ["Why it cannot wait", "The vote is near."], ["Election", "Elections of the drill"], ["Marking", "TLP:GREEN"]]) await typeInto(page, label, text, 20);
    await press(page, /^BUTTON Open$/, 10);
    await page.getByRole("heading", { name: "A copied ballot paper", level: 1 }).waitFor();
    // What is missing in the draft is one key away.
    await page.getByRole("button", { name: /^Send/ }).waitFor();
    await press(page, /^BUTTON Change the draft/);
    await page.getByRole("dialog").locator("form").waitFor();
    await typeInto(page, "Evidence", "https://checks.example/ballot", 30);
    await page.keyboard.press("Enter");
    await press(page, /^BUTTON Change the draft/, 20);
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await press(page, /^BUTTON Send\s*↗/);
    await page.getByRole("dialog").waitFor();
    await send(page, "Send");
    await page.locator(".state").filter({ hasText: "sent" }).first().waitFor();

    const { page: video, faults, context } = await cast.runner.page();
    await begin(video, "video");
    await video.getByRole("link", { name: "A copied ballot paper" }).first().waitFor();
    await press(video, /^A A copied ballot paper/);
    await video.getByRole("heading", { name: "A copied ballot paper", level: 1 }).waitFor();
    await video.getByRole("button", { name: "Acknowledge", exact: true }).waitFor();
    await press(video, /^BUTTON Acknowledge$/);
    await video.getByRole("dialog").waitFor();
    await press(video, /^BUTTON Acknowledge$/, 12);
    await video.locator(".state").filter({ hasText: "acknowledged" }).first().waitFor();
    await context.close();
    check(!faults.length, faults.join("; "));
  });

  await cast.test("by keyboard alone: a party is refused what is lawful; the focus is where the refusal is", {}, async (page) => {
    await begin(page, "party");
    await goByMenu(page, "respond");
    await page.getByRole("heading", { name: "Respond", level: 1 }).waitFor();
    await typeInto(page, "New record", "Notice");
    await press(page, /^BUTTON Fill it in/, 3);
    await page.getByLabel("Title", { exact: true }).waitFor();
    for (const [label, text] of [["Title", "She laughs at us"], ["Host", "Video"], ["Addresses", "https://video.example/satire"], ["Whether it is illegal", "lawful"]]) await typeInto(page, label, text, 20);
    await press(page, /^BUTTON Open$/, 30);
    await page.locator(".problem").getByText(/noticing lawful content/).waitFor();
    const here = await page.evaluate(() => document.activeElement?.closest(".problem, .field")?.textContent ?? "");
    check(/lawful/.test(here), `the focus is at “${here.slice(0, 80)}”`);
  });

  await cast.test("by keyboard alone: a citizen contests what is published, without script", { javaScriptEnabled: false }, async (page) => {
    await page.goto(`${house.address}/public/contest`);
    // Without scripts the page is asked through the debugger which element has the focus.
    const focused = () => page.locator("*:focus");
    const to = async (name) => {
      for (let i = 0; i < 30; i++) {
        await page.keyboard.press("Tab");
        if ((await focused().getAttribute("name")) === name || (await focused().textContent())?.trim() === name) return;
      }
      throw new Error(`“${name}” is out of the keyboard's reach`);
    };
    await to("contested");
    await page.keyboard.type("the register");
    await to("title");
    await page.keyboard.type("A measure is missing");
    await to("statement");
    await page.keyboard.type("The answer of the platform of last week is not there.");
    await to("Send");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/public\/contest\/[\d-]+/);
  });
}
