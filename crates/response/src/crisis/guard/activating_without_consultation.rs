//! An activation is decided after those were heard who have a right to it: the member states affected, the Commission, the High
//! Representative; and the presidency, where an institution decides in agreement with it.

use crate::crisis::body::{Body, body};
use crate::crisis::{Crisis, Mode};
use crate::{Refusal, Scene, Words};

pub(in crate::crisis) fn activating_without_consultation(
    page: &Crisis,
    to: Mode,
    consulted: &[String],
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let mut heard = Vec::new();
    for (n, one) in consulted.iter().enumerate() {
        let Some(found) = body(one, scene.facts) else { return Err(unknown(n, one)) };
        heard.push(found);
    }
    if to <= Mode::Monitoring || to < page.mode {
        return Ok(());
    }
    let presides = page.presidency() == scene.actor.organisation;
    let is_presidency = |one: &Body| match one {
        Body::Presidency => true,
        Body::Organisation(id) => id == page.presidency(),
        _ => false,
    };
    let itself = |one: &Body| matches!(one, Body::Organisation(id) if *id == scene.actor.organisation);
    if !presides && !heard.iter().any(is_presidency) {
        return Err(refusal(Words::new(
            "an institution decides in agreement with the presidency: name it among those who were consulted",
            "une institution décide en accord avec la présidence : nommez-la parmi les consultés",
            "ein Organ beschließt im Einvernehmen mit dem Vorsitz: nennen Sie ihn unter den Gehörten",
        )));
    }
    if presides && !heard.iter().any(|one| !is_presidency(one) && !itself(one)) {
        return Err(refusal(Words::new(
            "name who was consulted: the member states affected, the Commission, the High Representative",
            "indiquez qui a été consulté : les États membres concernés, la Commission, le haut représentant",
            "nennen Sie, wer gehört wurde: betroffene Mitgliedstaaten, Kommission, Hoher Vertreter",
        )));
    }
    Ok(())
}

fn refusal(words: Words) -> Refusal {
    let refusal = Refusal::new("activating-without-consultation", Crisis::basis(), words);
    Refusal { pointer: "/consulted".into(), ..refusal }
}

fn unknown(n: usize, text: &str) -> Refusal {
    let refusal = refusal(Words::new(
        format!(
            "`{text}` is nobody whom the decision names: write Presidency, Commission, High Representative, General Secretariat, a member state, or the id of an organisation"
        ),
        format!(
            "« {text} » n’est pas nommé par la décision : écrivez présidence, Commission, haut représentant, secrétariat général, un État membre, ou l’identifiant d’une organisation"
        ),
        format!(
            "„{text}“ nennt der Beschluss nicht: schreiben Sie Vorsitz, Kommission, Hoher Vertreter, Generalsekretariat, einen Mitgliedstaat oder die Kennung einer Organisation"
        ),
    ));
    Refusal { pointer: format!("/consulted/{n}"), ..refusal }
}
