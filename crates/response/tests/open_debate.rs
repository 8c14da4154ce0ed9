//! Open debate: for each kind of expression that interference is mistaken for, what is refused, and in which words.
//!
//! Given people who speak for themselves, and a detector that was alarmed by how alike or how quickly they speak; when
//! anybody asks what can be done about them; then every measure against them is refused, by name, in the reader's
//! language, with what to do instead.

use ostrakon_model::{OrganisationKind as Kind, Role};
use ostrakon_response::alert::Alert;
use ostrakon_response::case::Case;
use ostrakon_response::measure::Measure;
use ostrakon_response::mechanism::{Ask, Mechanisms};
use ostrakon_response::notice::Notice;
use ostrakon_response::plan::channel_facts;
use ostrakon_response::publication::Publication;
use ostrakon_response::router::*;
use ostrakon_response::{
    Actor, Aggregate, Approval, Facts, Happened, OrganisationFacts, Party, Refusal, Scene, Sensitive,
};
use serde_json::{Value, json};

mod common;

const NOW: i64 = 1_779_271_200_000; // 20 May 2026, 10:00 UTC
const ALL_KINDS: [Kind; 9] = Kind::ALL;
const ALL_ROLES: [Role; 7] = Role::ALL;

/// Everything else speaks for acting: manipulation recorded, coordination shown, impact significant, a state named, open
/// evidence, a window, statuses, a decision of the Commission, a requesting state.
fn alarmed(items: Vec<Item>) -> Situation {
    let own = || ["org-own".to_owned()].into();
    Situation {
        incident: "incident".into(),
        summary: Some("They all say the same.".into()),
        may_be_public: Answer::Yes,
        behaviours: ["T0049".to_owned()].into(),
        items,
        coordination: Coordination::Established,
        impact: Impact::Significant,
        attribution: Attribution {
            level: AttributionLevel::State,
            actor: Some("A state".into()),
            foreign: Answer::Yes,
            decided_by: ["a".to_owned(), "b".to_owned()].into(),
        },
        member_states: ["DE".to_owned(), "FR".to_owned()].into(),
        elections: vec![Vote {
            id: "election".into(),
            name: "Election".into(),
            date: jiff::civil::date(2026, 6, 7),
            last_day: None,
            response_window: Some(Window { from: 0, until: i64::MAX }),
            voting_facts: None,
        }],
        platforms: vec![Platform { name: "Platform A".into(), very_large: Answer::Yes }],
        evidence: vec![Evidence { id: "capture".into(), access: Access::Open, litigable: true }],
        crisis_decision: Some(Decision {
            reference: "C(2026) 1".into(),
            adopted_at: NOW - 86_400_000,
            until: NOW + 86_400_000,
            platforms: ["Platform A".to_owned()].into(),
        }),
        incident_protocol: Some("protocol".into()),
        requesting_state: Some("MD".into()),
        signatories: own(),
        trusted_flaggers: own(),
        alert_criteria: Some(AlertCriteria {
            transnational: true,
            significant: true,
            election_related: true,
            time_critical: true,
        }),
        contact: Some(Contact { name: "Desk".into(), email: "desk@example.org".into() }),
        ..Situation::default()
    }
}

/// Something on a platform whose rule is said to be broken; the strongest case that lawful expression can make.
fn breaks_terms(form: Form) -> Item {
    Item {
        id: "item".into(),
        urls: vec!["https://platform.example/1".into()],
        platform: Some("Platform A".into()),
        form,
        legality: Legality::LawfulButBreaksTerms { platform: "Platform A".into(), rule: "Spam".into() },
        claim: Some("The government is bad.".into()),
        media: Media { declared: Answer::No, ..Media::default() },
        ..Item::default()
    }
}

/// For every kind of organisation with every role: each mechanism that concerns expression is closed, and where the
/// organisation might use it at all, `rule` is among the reasons, with words in three languages and what to do instead.
fn refused_to_everybody(situation: &Situation, rule: &str, but: &[Ask]) {
    let mechanisms = Mechanisms::builtin().expect("the files are sound");
    for kind in ALL_KINDS {
        let actor = common::person(kind, &ALL_ROLES);
        let routes = route(&mechanisms, situation, &actor, NOW);
        for route in &routes.routes {
            let mechanism = mechanisms.get(&route.mechanism).expect("known");
            if !mechanism.asks_for.concerns_expression() || but.contains(&mechanism.asks_for) {
                continue;
            }
            let Status::Closed { reasons } = &route.status else {
                panic!("{} is not closed to {kind}: {:?}", route.mechanism, route.status)
            };
            let Some(reason) = reasons.iter().find(|reason| reason.rule == rule) else {
                panic!("{} is closed to {kind} by {reasons:?}, not by {rule}", route.mechanism)
            };
            for language in ["en", "fr", "de"] {
                assert!(reason.text.in_language(language).len() > 20, "{rule} in {language}");
                assert!(reason.instead.in_language(language).len() > 10, "{rule} in {language}");
            }
            assert!(reason.source.address.starts_with("http"));
        }
        no_record_does_it(&mechanisms, situation, &actor, but);
        // To do nothing, and to teach, is open to whoever may.
        let no_action = routes.routes.iter().find(|route| route.mechanism == "no-action").expect("there");
        assert!(no_action.status.is_open());
    }
}

/// Commands to a new record, as they come in; what becomes of the last, the others being taken.
fn last_of<A: Aggregate>(actor: &Actor, facts: &Facts, commands: &Value) -> Result<(), Box<Refusal>> {
    let mut record = A::default();
    let second = Party { person: "person-2".into(), organisation: actor.organisation.clone() };
    let approval = Approval {
        proposal: "p".into(),
        action: Sensitive::Publish,
        subject: format!("{}/r", A::KIND),
        proposed_by: actor.party(),
        approved_by: second,
    };
    let scene = Scene { id: "r", actor, now: NOW, approval: Some(&approval), facts };
    let commands = commands.as_array().expect("commands").clone();
    let count = commands.len();
    for (n, command) in commands.into_iter().enumerate() {
        let command = serde_json::from_value(command).expect("a command");
        let whats = match ostrakon_response::decided(&record, &command, &scene) {
            Ok(whats) => whats,
            Err(refusal) if n + 1 == count => return Err(refusal.into()),
            Err(refusal) => panic!("{} {command:?}: {refusal}", A::KIND),
        };
        for what in whats {
            record = record.evolve(&Happened { at: NOW, by: actor.party(), what });
        }
    }
    Ok(())
}

/// What is closed to everybody is closed to every record: it is not planned, decided, sent, issued or published.
fn no_record_does_it(mechanisms: &Mechanisms, situation: &Situation, actor: &Actor, but: &[Ask]) {
    let routes = route(mechanisms, situation, actor, NOW);
    let platform = OrganisationFacts { name: "Video".into(), kind: Kind::Platform, country: "IE".into() };
    let facts = Facts {
        organisations: [("platform".to_owned(), platform)].into(),
        channels: [("incident".to_owned(), channel_facts(mechanisms, situation, &routes))].into(),
        access: [("capture".to_owned(), Access::Open)].into(),
        ..Facts::default()
    };
    let refused = |what: &str, result: Result<(), Box<Refusal>>| {
        let refusal = result.expect_err(what);
        assert_eq!(refusal.rule, "acting-through-a-closed-channel", "{what}: {refusal}");
        for language in ["en", "fr", "de"] {
            assert!(refusal.text.in_language(language).len() > 40, "{what} in {language}");
        }
    };
    for one in
        mechanisms.iter().filter(|one| one.asks_for.concerns_expression() && !but.contains(&one.asks_for))
    {
        let plan = json!([
            { "command": "open", "draft": { "title": "x", "summary": "x", "incident": "incident" } },
            { "command": "plan", "mechanism": one.id, "reason": "x", "legal_basis": "a law" },
        ]);
        refused(&one.id, last_of::<Case>(actor, &facts, &plan));
        let draft = json!({ "title": "x", "actor": "x", "instrument": one.id, "target_behaviour": "x",
            "legal_basis": ["a law"], "necessity": "x", "proportionality": "x", "incidents": ["incident"],
            "provider": { "name": "nobody of the media", "declared": "no", "source": "the list" } });
        let decide = json!([{ "command": "open", "draft": draft }, { "command": "decide", "reason": "x" }]);
        refused(&one.id, last_of::<Measure>(actor, &facts, &decide));
    }
    let notice = json!({ "title": "x", "host": "platform", "incidents": ["incident"], "good_faith": true,
        "legality": { "judged": "illegal", "law": "a law", "reasons": "x" }, "urls": ["https://platform.example/1"],
        "notifier_name": "Desk", "notifier_email": "desk@example.org", "marking": "TLP:GREEN" });
    refused(
        "notice",
        last_of::<Notice>(
            actor,
            &facts,
            &json!([{ "command": "open", "draft": notice }, { "command": "send" }]),
        ),
    );
    let met = json!({ "met": true, "reason": "x" });
    let alert = json!({ "title": "x", "class": "alert", "claim": "x", "uncertainty": "x", "falsified_by": "x",
        "proposed_action": "x", "evidence": ["capture"], "incidents": ["incident"], "required": 1,
        "recipients": ["platform"], "marking": "TLP:AMBER",
        "criteria": { "transnational": met, "significant": met, "election_related": met, "time_critical": met } });
    refused(
        "alert",
        last_of::<Alert>(
            actor,
            &facts,
            &json!([{ "command": "open", "draft": alert }, { "command": "issue" }]),
        ),
    );
    let statement = json!({ "class": "statement", "language": "en", "text": { "title": "x", "summary": "x" },
        "subjects": [{ "kind": "behaviour", "name": "flooding" }], "evidence": [{ "id": "capture", "access": "open" }],
        "legal_basis": "public task", "review_by": NOW + 86_400_000, "incidents": ["incident"], "marking": "TLP:CLEAR" });
    refused(
        "statement",
        last_of::<Publication>(
            actor,
            &facts,
            &json!([{ "command": "open", "draft": statement }, { "command": "publish" }]),
        ),
    );
}

/// The words of a rule, as they are read.
fn words(rule: &str, language: &str) -> String {
    let card = rule_cards().into_iter().find(|card| card.id == rule).expect("a rule");
    format!("{} {}", card.text.in_language(language), card.instead.in_language(language))
}

#[test]
fn an_opinion_is_refused_every_measure_whoever_asks() {
    let opinion = Item { legality: Legality::LawfulOpinion, ..breaks_terms(Form::Unspecified) };
    refused_to_everybody(&alarmed(vec![opinion]), "no-notice-against-lawful-opinion", &[]);
    let english = words("no-notice-against-lawful-opinion", "en");
    assert!(english.contains("no notice and no report of any kind is open against it"), "{english}");
    assert!(words("no-notice-against-lawful-opinion", "fr").contains("Une opinion licite est protégée"));
    assert!(words("no-notice-against-lawful-opinion", "de").contains("rechtmäßige Meinung"));
}

#[test]
fn satire_is_refused_every_measure_although_it_breaks_the_terms() {
    refused_to_everybody(&alarmed(vec![breaks_terms(Form::Satire)]), "no-measure-against-satire", &[]);
    assert!(words("no-measure-against-satire", "en").contains("Satire and parody are protected"));
}

#[test]
fn a_petition_is_refused_every_measure_although_thousands_say_the_same() {
    let call = Item { accounts: Some(5_000), kind: ItemKind::Trend, ..breaks_terms(Form::Petition) };
    refused_to_everybody(&alarmed(vec![call]), "no-measure-against-a-petition", &[]);
    assert!(words("no-measure-against-a-petition", "en").contains("political participation"));
}

#[test]
fn party_volunteers_are_refused_every_measure_although_they_act_together() {
    let volunteers = Item { accounts: Some(300), ..breaks_terms(Form::PartyVolunteers) };
    refused_to_everybody(&alarmed(vec![volunteers]), "no-measure-against-party-volunteers", &[]);
    assert!(words("no-measure-against-party-volunteers", "de").contains("Wahlkampf"));
}

#[test]
fn journalists_are_refused_every_measure_and_may_be_asked_for_a_correction() {
    let article = breaks_terms(Form::Journalism);
    // An independent check of a claim restricts nobody.
    refused_to_everybody(&alarmed(vec![article]), "no-measure-against-journalism", &[Ask::Check]);
    assert!(words("no-measure-against-journalism", "en").contains("Ask the editors for a correction"));
}

#[test]
fn a_small_community_is_refused_every_measure_although_it_is_dense() {
    let diaspora = Item { accounts: Some(25), ..breaks_terms(Form::Community) };
    refused_to_everybody(&alarmed(vec![diaspora]), "no-measure-against-a-small-community", &[]);
    assert!(words("no-measure-against-a-small-community", "en").contains("is no manipulation"));
}

#[test]
fn a_group_of_nine_is_in_no_publication_whatever_it_did() {
    let mechanisms = Mechanisms::builtin().expect("sound");
    let nine = Item { accounts: Some(9), ..breaks_terms(Form::Unspecified) };
    let actor = common::person(Kind::Institution, &ALL_ROLES);
    for route in route(&mechanisms, &alarmed(vec![nine]), &actor, NOW).routes {
        if mechanisms.get(&route.mechanism).expect("known").asks_for == Ask::InformPublic {
            let Status::Closed { reasons } = route.status else {
                panic!("{} is not closed", route.mechanism)
            };
            assert!(reasons.iter().any(|reason| reason.rule == "no-publication-of-a-group-under-ten"));
        }
    }
}

#[test]
fn declared_media_are_heard_before_anything_else_happens() {
    let mechanisms = Mechanisms::builtin().expect("sound");
    let declared = Media { declared: Answer::Yes, ..Media::default() };
    let story = Item { media: declared, ..breaks_terms(Form::Unspecified) };
    for kind in ALL_KINDS {
        let actor = common::person(kind, &ALL_ROLES);
        let routes = route(&mechanisms, &alarmed(vec![story.clone()]), &actor, NOW);
        for id in ["terms-of-service-report", "cocd-rapid-response"] {
            let route = routes.routes.iter().find(|route| route.mechanism == id).expect("there");
            match &route.status {
                Status::Open { .. } => panic!("{id} is open to {kind}"),
                Status::Missing { gaps, .. } => {
                    let asked: Vec<&str> = gaps.iter().map(|gap| gap.field.as_str()).collect();
                    for step in ["media.statement_sent_at", "media.replied_at", "media.second_signature"] {
                        assert!(asked.contains(&step), "{asked:?}");
                    }
                }
                Status::Closed { .. } => {}
            }
        }
    }
}

#[test]
fn organic_people_are_no_network_to_restrict_share_or_answer() {
    let mechanisms = Mechanisms::builtin().expect("sound");
    let fans = Item { accounts: Some(400), ..breaks_terms(Form::Unspecified) };
    let situation = Situation { coordination: Coordination::Organic, ..alarmed(vec![fans]) };
    for kind in ALL_KINDS {
        let actor = common::person(kind, &ALL_ROLES);
        for route in route(&mechanisms, &situation, &actor, NOW).routes {
            let ask = mechanisms.get(&route.mechanism).expect("known").asks_for;
            let speaks = route.mechanism == "statement";
            if ask == Ask::Restrict || ask.answers_manipulation() || speaks {
                let Status::Closed { reasons } = &route.status else {
                    panic!("{} is not closed", route.mechanism)
                };
                let named =
                    reasons.iter().any(|reason| reason.rule == "no-measure-against-organic-behaviour");
                assert!(named, "{}: {reasons:?}", route.mechanism);
            }
        }
    }
}

#[test]
fn an_unpaid_post_is_never_an_ad_and_a_party_gets_no_critic_removed() {
    let mechanisms = Mechanisms::builtin().expect("sound");
    let post = Item { payment: Payment::Unpaid, ..breaks_terms(Form::Unspecified) };
    let closed_by = |kind, id: &str| -> Vec<String> {
        let actor = common::person(kind, &ALL_ROLES);
        let routes = route(&mechanisms, &alarmed(vec![post.clone()]), &actor, NOW);
        let route = routes.routes.into_iter().find(|route| route.mechanism == id).expect("there");
        match route.status {
            Status::Closed { reasons } => reasons.into_iter().map(|reason| reason.rule).collect(),
            other => panic!("{id}: {other:?}"),
        }
    };
    for id in ["ttpa-complaint", "ttpa-third-country-sponsor"] {
        let rules = closed_by(Kind::ElectoralBody, id);
        assert!(rules.iter().any(|rule| rule == "unpaid-personal-opinion-is-no-political-ad"), "{rules:?}");
    }
    let rules = closed_by(Kind::Party, "terms-of-service-report");
    assert!(rules.iter().any(|rule| rule == "no-privileged-removal-for-parties"), "{rules:?}");
}

#[test]
fn what_is_illegal_stays_open_to_a_notice_whatever_form_it_takes() {
    // The protection is of lawful expression: a threat in a petition is a threat.
    let mechanisms = Mechanisms::builtin().expect("sound");
    for form in [Form::Satire, Form::Petition, Form::PartyVolunteers, Form::Journalism, Form::Community] {
        let legality = Legality::Illegal {
            kind: "threat".into(),
            law: "criminal law".into(),
            offence: true,
            terms: None,
        };
        let threat = Item { legality, ..breaks_terms(form) };
        let actor = common::person(Kind::CivilSociety, &ALL_ROLES);
        let routes = route(&mechanisms, &alarmed(vec![threat]), &actor, NOW);
        let notice =
            routes.routes.iter().find(|route| route.mechanism == "dsa-art-16-notice").expect("there");
        assert!(notice.status.is_open(), "{form:?}: {:?}", notice.status);
    }
}
