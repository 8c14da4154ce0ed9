// Forms: wrong input, two people on one record, a session that ends in the middle.
import { check, violations } from "./browser.mjs";
import { Caller, PASSWORD } from "./house.mjs";
import { signIn } from "./steps.mjs";

export default async function forms(runner, house, staff) {
  await runner.test("wrong input is refused beside its field, and nothing typed is lost", { state: staff.states[staff.admin] }, async (page) => {
    await page.goto(`${house.address}/admin?view=people`);
    await page.getByRole("button", { name: "Add a person" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("E-mail address").fill("nobody");
    await dialog.getByRole("button", { name: "Add a person" }).click();
    check((await dialog.locator(".field .bad-text").count()) >= 4, "name, address, organisation and roles are asked for");
    check((await dialog.getByLabel("Name for sign-in").getAttribute("aria-invalid")) === "true", "the field is marked");
    const found = await violations(page);
    check(!found.length, found.join("; "));
    // What only the server knows: the name is taken.
    await dialog.getByLabel("Name for sign-in").fill("ANNA");
    await dialog.getByLabel("E-mail address").fill("");
    await dialog.getByLabel("Organisation").selectOption({ index: 1 });
    await dialog.getByRole("checkbox", { name: /^analyst/ }).check();
    await dialog.getByRole("button", { name: "Add a person" }).click();
    await dialog.getByRole("alert").waitFor();
    check((await dialog.getByLabel("Name for sign-in").inputValue()) === "ANNA", "what was typed is kept");
    await page.reload();
    await page.getByRole("button", { name: "Add a person" }).click();
    check((await page.getByRole("dialog").getByLabel("Name for sign-in").inputValue()) === "ANNA", "even over a reload");
  });

  await runner.test("an account is made, its link shown once, and the list renews itself", { state: staff.states[staff.admin] }, async (page) => {
    await page.goto(`${house.address}/admin?view=people`);
    await page.getByRole("button", { name: "Add a person" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name for sign-in").fill("emil");
    await dialog.getByLabel("Organisation").selectOption({ index: 1 });
    await dialog.getByRole("checkbox", { name: /^guest/ }).check();
    await dialog.getByRole("button", { name: "Add a person" }).click();
    const link = await page.locator("dialog pre").textContent();
    check(new URL(link).pathname === "/link" && new URL(link).hash.length > 20, link);
    await page.getByRole("button", { name: "I have kept it" }).click();
    await page.getByRole("link", { name: "emil" }).waitFor();
    await page.goto(link);
    await page.getByLabel("New password").fill(PASSWORD);
    await page.getByLabel("The same again").fill(PASSWORD);
    await page.getByRole("button").click();
    await page.getByText(/emil/).waitFor();
  });

  await runner.test("two people edit one record: the second sees both versions and chooses", { state: staff.states[staff.admin] }, async (page) => {
    const made = await staff.api.call("POST", "/api/v1/organisations", { name: "Fact house", kind: "fact-checker", country: "FR" });
    await page.goto(`${house.address}/admin/organisations/${made.id}`);
    await page.getByLabel("Name", { exact: true }).fill("Fact house of Lyon");
    const etag = (await fetch(`${house.address}/api/v1/organisations/${made.id}`, { headers: staff.api.headers })).headers.get("etag");
    await staff.api.call("PATCH", `/api/v1/organisations/${made.id}`, { name: "Fact house of Lille" }, { "if-match": etag });
    // Longer than the news takes: a page that renewed itself must not take the newer revision for its own.
    await page.getByRole("heading", { name: "Fact house of Lille", level: 1 }).waitFor();
    check((await page.getByLabel("Name", { exact: true }).inputValue()) === "Fact house of Lyon", "what is typed stays");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const conflict = page.locator("section.conflict");
    await conflict.waitFor();
    const words = await conflict.textContent();
    check(words.includes("of Lille") && words.includes("of Lyon"), words);
    await conflict.getByRole("button", { name: /Keep mine/ }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("heading", { name: "Fact house of Lyon", level: 1 }).waitFor();
    // And once more, resting on one's own change.
    await page.getByLabel("Name", { exact: true }).fill("Fact house");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("heading", { name: "Fact house", level: 1, exact: true }).waitFor();
  });

  await runner.test("a session that ends in the middle of a form loses nothing typed", {}, async (page, context) => {
    await signIn(page, house, staff.analyst, "/admin");
    await page.getByRole("button", { name: "Propose" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Act", { exact: true }).selectOption("publish");
    await dialog.getByLabel("To what").fill("incident--22222222-2222-4222-8222-222222222222");
    await dialog.getByLabel("Reason").fill("The whole country asks what happened here.");
    await context.clearCookies();
    await dialog.getByRole("button", { name: "Propose" }).click();
    await page.getByRole("heading", { name: "Your session is over" }).waitFor();
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("The whole country asks what happened here.").waitFor();
    check(!(await page.getByRole("dialog").count()), "the form went through by itself");
  });

  await runner.test("what takes two: one proposes, another decides, both see it", { state: staff.states[staff.approver] }, async (page) => {
    const analyst = new Caller(house.address);
    await analyst.signIn(staff.analyst, PASSWORD);
    await page.goto(`${house.address}/admin?action=attribute`);
    await page.getByText("No proposals").waitFor();
    await analyst.call("POST", "/api/v1/proposals", { action: "attribute", subject: "incident--3", reason: "Two services published the same infrastructure." });
    // By the stream of events, without a reload.
    await page.getByText("Two services published the same infrastructure.").waitFor({ timeout: 4_000 });
    await page.getByRole("button", { name: "Reject" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
    await page.getByText("Please fill this in.").waitFor();
    await page.getByRole("dialog").getByLabel("Note").fill("One of the two quotes the other.");
    await page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
    await page.getByText("One of the two quotes the other.").waitFor();
  });
}
