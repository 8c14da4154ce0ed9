// The liaison of a platform: gets notices that name policy or law, with evidence, and answers them; must never have to guess what is
// asked under which law.
import { check } from "../browser.mjs";
import { enter, takeStep } from "../steps.mjs";

export default async function platform(cast) {
  const { house, organisations } = cast;
  const to = { platform: organisations.Video, marking: "TLP:GREEN" };
  const { id: election } = (await (await cast.by("checker")).call("GET", "/api/v1/casework/election")).rows.find((one) => one.title === "Elections of the drill");
  const flag = await cast.open("checker", "notification", { draft: { ...to, title: "A forged recording", object: "content", urls: ["https://video.example/2"], description: "A forged voice of a candidate.", policy: "Synthetic media, section 3", time_sensitive: "The vote is near.", evidence: ["https://checks.example/voice"], election } });
  await cast.act("checker", flag, { command: "send" });
  const notice = await cast.open("analyst", "notice", { draft: { title: "A threat against polling staff", host: organisations.Video, urls: ["https://video.example/3"], marking: "TLP:GREEN", legality: { judged: "illegal", law: "Criminal Code, § 126", reasons: "It threatens named polling stations." }, notifier_name: "Service", notifier_email: "desk@service.example", good_faith: true } });
  await cast.act("analyst", notice, { command: "send" });

  await cast.test("user: a platform's liaison finds what is asked, under which rule and on what evidence, and answers it", {}, async (page) => {
    await enter(page, house, "video");
    const waiting = page.locator("section.waiting");
    await waiting.getByRole("link", { name: "A threat against polling staff" }).waitFor();
    check(/Rapid Response notification · sent/.test(await waiting.textContent()), "which kind of asking it is");
    await waiting.getByRole("link", { name: "A forged recording" }).click();
    const main = page.locator("main");
    await main.getByText("Synthetic media, section 3").first().waitFor();
    await main.getByText("https://checks.example/voice").first().waitFor();
    await takeStep(page, "Acknowledge");
    await takeStep(page, "Answer", { "How the answer came": "written", Outcome: "removed wholly", Reason: "Forged; removed under section 3." });
    await main.getByText("Forged; removed under section 3.").first().waitFor();

    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Picture", exact: true }).click();
    await waiting.getByRole("link", { name: "A threat against polling staff" }).click();
    await main.getByText("Criminal Code, § 126").first().waitFor();
    await page.getByRole("link", { name: /^Deadlines/ }).click();
    await page.getByText(/2022\/2065/).first().waitFor();
    await page.getByRole("link", { name: "Record", exact: true }).click();
    await takeStep(page, "Confirm receipt");
    await takeStep(page, "Decide", { "Acted on the content": "yes", Text: "It is a threat under the law that is named." });
    await page.getByText("decided", { exact: true }).first().waitFor();
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Picture", exact: true }).click();
    await waiting.getByText("Nothing waits for your decision.").waitFor();
  });
}
