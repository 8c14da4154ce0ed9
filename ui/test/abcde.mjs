// An incident by actor, behaviour, content, degree and effect: what its records say, each line leading to its record.
import { check, overflow, PHONE, violations } from "./browser.mjs";
import { looks } from "./looks.mjs";
import { scene } from "./scene.mjs";
import { stateOf } from "./steps.mjs";

export default async function abcde(runner, house, staff) {
  const made = await scene(house, staff);
  const state = staff.states?.[staff.analyst] ?? (await stateOf(runner, house, staff.analyst));
  const address = `${house.address}/incidents/${staff.collection}/${made.incident.id}?view=abcde`;
  const cell = (page, letter) => page.locator("main .cells > li").nth("ABCDE".indexOf(letter));

  await runner.test("abcde: nothing for axe to find, light, dark, on a phone", { state }, async (page) => {
    await page.goto(address);
    await cell(page, "E").waitFor();
    await looks(page, "abcde");
  });

  await runner.test("abcde: what is known leads to its record, what is not says so", { state }, async (page) => {
    await page.goto(address);
    await cell(page, "E").waitFor();
    const says = async (letter) => (await cell(page, letter).textContent()).replace(/\s+/g, " ");
    check(/Hypothesis: A commercial network sells its reach/.test(await says("A")), await says("A"));
    check(!/state: /.test(await says("A")), "no state is named, whatever a hypothesis says");
    check(/“The vote was moved”/.test(await says("C")), await says("C"));
    check(/30 accounts/.test(await says("D")) && /In Belgium, France, Malta/.test(await says("D")), await says("D"));
    check(/Unknown/.test(await says("E")) && /do not imply one/.test(await says("E")), await says("E"));
    const follow = async (letter, words, there) => {
      await cell(page, letter).getByRole("link", { name: words }).click();
      await page.waitForURL(there);
      await page.locator("[data-page-title]").waitFor();
      await page.goBack();
      await cell(page, letter).waitFor();
    };
    await follow("A", /commercial network/, new RegExp(`/respond/case/${made.case.id}`));
    await follow("C", /vote was moved/, /view=observables/);
    await follow("D", /^In Belgium/, new RegExp(`incident=${made.incident.id}&know=1`));
    // What is judged afterwards stands there without asking again.
    const judgement = { found: "limited", confidence: "moderate", activity: "Thirty accounts, 240 posts.", reach: "About 40,000 views.", effect: "Calls to the hotline doubled for a day.", reasons: "The hotline counts.", evidence: [made.incident.id] };
    await made.act(made.analyst, made.case, { command: "judge-impact", judgement });
    await cell(page, "E").getByText("Calls to the hotline doubled").waitFor();
    check(/About 40,000 views/.test(await says("D")) && !/About 40,000 views/.test(await says("E")), "reach is a degree, not an effect");
  });

  for (const [locale, words] of [["fr-FR", ["Acteur", "Comportement", "Contenu", "Ampleur", "Effet"]], ["de-DE", ["Akteur", "Verhalten", "Inhalt", "Ausmaß", "Wirkung"]]]) {
    await runner.test(`abcde: in ${locale}, on a phone`, { state, locale, viewport: PHONE }, async (page) => {
      await page.goto(address);
      await cell(page, "E").waitFor();
      for (const [n, word] of words.entries()) check((await page.locator("main .cells h2").nth(n).textContent()).includes(word), word);
      const text = await page.locator("main .cells").textContent();
      check(!/\b(Unknown|Hypothesis|narrative|Confidence)\b/.test(text), text.slice(0, 300));
      check((await overflow(page)) <= 0, "scrolls sideways");
      const found = await violations(page);
      check(!found.length, found.join("; "));
    });
  }
}
