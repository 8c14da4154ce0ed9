//! What must hold whatever is known: of random situations, actors and moments.

use ostrakon_model::{OrganisationKind, Role};
use ostrakon_response::mechanism::{Ask, AttributionNeed, MechanismFile, Mechanisms};
use ostrakon_response::router::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

mod common;

const NOW: i64 = 1_779_271_200_000; // 20 May 2026, 10:00 UTC
const DAY: i64 = 86_400_000;

/// A national mechanism whose file names no condition at all: only safeguards stand between it and a citizen.
const CARELESS: &str = r#"
id = "careless"
area = "national"
addressee = "platform"
asks_for = "restrict"
effect = 4
outward = true
safeguards = ["none to speak of"]
not_for = ["nothing"]
title = "Have it removed"
purpose = "Have it removed."
who = { kinds = ["institution", "member-state-authority", "electoral-body", "platform", "fact-checker", "civil-society", "academia", "media-regulator", "party"], roles = ["analyst", "point-of-contact", "approver", "presidency", "auditor", "administrator", "guest"] }
answers = { open = ["sent"], final = ["done"] }
legal = [{ text = "none", article = "none", address = "https://law.example.org", verified = false }]
"#;

static MECHANISMS: LazyLock<Mechanisms> = LazyLock::new(|| {
    let careless = MechanismFile { name: "careless.toml".into(), bytes: CARELESS.into() };
    Mechanisms::load(&[careless]).map_err(|faults| faults[0].to_string()).expect("sound")
});

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![Just(Answer::Yes), Just(Answer::No), Just(Answer::Unknown)]
}

fn legality() -> impl Strategy<Value = Legality> {
    let terms = || Terms { platform: "Platform A".into(), rule: "Spam".into() };
    prop_oneof![
        Just(Legality::Unassessed),
        Just(Legality::LawfulOpinion),
        Just(Legality::LawfulButBreaksTerms { platform: "Platform A".into(), rule: "Spam".into() }),
        (any::<bool>(), any::<bool>()).prop_map(move |(offence, also)| Legality::Illegal {
            kind: "threat".into(),
            law: "law".into(),
            offence,
            terms: also.then(terms),
        }),
    ]
}

fn form() -> impl Strategy<Value = Form> {
    prop_oneof![
        4 => Just(Form::Unspecified),
        1 => Just(Form::Satire),
        1 => Just(Form::Petition),
        1 => Just(Form::PartyVolunteers),
        1 => Just(Form::Journalism),
        1 => Just(Form::Community),
    ]
}

fn item() -> impl Strategy<Value = Item> {
    let kind = prop_oneof![
        Just(ItemKind::Content),
        Just(ItemKind::Account),
        Just(ItemKind::Trend),
        Just(ItemKind::Ad),
        Just(ItemKind::Domain),
        Just(ItemKind::MediaService)
    ];
    let payment = prop_oneof![
        Just(Payment::Unknown),
        Just(Payment::Unpaid),
        Just(Payment::Paid),
        Just(Payment::InHouseCampaign)
    ];
    let media = (answer(), answer(), prop::option::of(NOW - 3 * DAY..NOW), any::<bool>()).prop_map(
        |(declared, outside_union, statement_sent_at, second_signature)| Media {
            declared,
            outside_union,
            statement_sent_at,
            replied_at: None,
            second_signature,
        },
    );
    let harms = prop::collection::btree_set(
        prop_oneof![Just(Harm::Impersonation), Just(Harm::AccountTakeover), Just(Harm::Deepfake)],
        0..2,
    );
    (
        kind,
        form(),
        legality(),
        payment,
        prop::option::of("[a-z]{0,6}"),
        media,
        harms,
        prop::option::of(1..50_u32),
    )
        .prop_map(|(kind, form, legality, payment, claim, media, harms, accounts)| Item {
            id: String::new(),
            kind,
            urls: vec!["https://platform.example/1".into()],
            platform: Some("Platform A".into()),
            form,
            legality,
            payment,
            claim,
            media,
            harms,
            accounts,
        })
}

prop_compose! {
    fn judgements()(
        coordination in prop_oneof![
            Just(Coordination::Unassessed), Just(Coordination::Organic), Just(Coordination::Established)
        ],
        impact in prop_oneof![
            Just(Impact::Unassessed), Just(Impact::NoneVisible), Just(Impact::Significant)
        ],
        level in prop_oneof![
            Just(AttributionLevel::Unknown), Just(AttributionLevel::Operation), Just(AttributionLevel::State)
        ],
        foreign in answer(),
        deciders in prop::collection::btree_set("[ab]", 0..3),
    ) -> (Coordination, Impact, Attribution) {
        (coordination, impact, Attribution { level, actor: Some("actor".into()), foreign, decided_by: deciders })
    }
}

prop_compose! {
    fn situation()(
        items in prop::collection::vec(item(), 0..5),
        (coordination, impact, attribution) in judgements(),
        behaviours in prop::collection::btree_set("T00[0-9]{2}", 0..2),
        access in prop::collection::vec(prop_oneof![
            Just(Access::Open), Just(Access::Dsa40Public), Just(Access::Dsa40Vetted), Just(Access::Classified),
            Just(Access::UserSubmission), Just(Access::OwnApi)
        ], 0..4),
        litigable in any::<bool>(),
        may_be_public in answer(),
        very_large in answer(),
        third_country in prop::option::of(answer()),
        window in any::<bool>(),
        statuses in any::<bool>(),
        decision in any::<bool>(),
        cyber in prop::option::of(answer()),
        criteria in prop::option::of((any::<bool>(), any::<bool>())),
        asked in any::<bool>(),
        day in 1..28_i8,
        exercise in prop::bool::weighted(0.1),
    ) -> Situation {
        let items = items.into_iter().enumerate().map(|(n, item)| Item { id: format!("item-{n}"), ..item }).collect();
        let own: BTreeSet<String> = if statuses { ["org-own".to_owned()].into() } else { BTreeSet::new() };
        let vote = Vote {
            id: "election".into(),
            name: "Election".into(),
            date: jiff::civil::date(2026, 6, day),
            last_day: None,
            response_window: window.then_some(Window { from: NOW - DAY, until: NOW + DAY }),
            voting_facts: Some("Sunday".into()),
        };
        Situation {
            incident: "incident".into(),
            summary: Some("summary".into()),
            exercise,
            may_be_public,
            behaviours,
            items,
            coordination,
            impact,
            attribution,
            sponsor: third_country.map(|third_country| Sponsor {
                name: "Sponsor".into(), controlled_by: Some("Holding".into()), third_country,
            }),
            member_states: ["DE".to_owned()].into(),
            elections: vec![vote],
            platforms: vec![Platform { name: "Platform A".into(), very_large }],
            evidence: access.into_iter().enumerate()
                .map(|(n, access)| Evidence { id: format!("capture-{n}"), access, litigable }).collect(),
            crisis_decision: decision.then(|| Decision {
                reference: "C(2026) 1".into(), adopted_at: NOW - DAY, until: NOW + DAY, platforms: ["Platform A".to_owned()].into(),
            }),
            incident_protocol: asked.then(|| "protocol".into()),
            requesting_state: asked.then(|| "MD".into()),
            signatories: own.clone(),
            trusted_flaggers: own,
            cyber: Cyber {
                kind: cyber.map(|_| "ddos".into()), entity: Some("body".into()),
                nis2_entity: cyber.unwrap_or_default(), aware_at: Some(NOW - DAY), notified_at: None,
            },
            alert_criteria: criteria.map(|(transnational, significant)| AlertCriteria {
                transnational, significant, election_related: true, time_critical: true,
            }),
            research_purpose: Some("risk".into()),
            contact: Some(Contact { name: "Desk".into(), email: "desk@example.org".into() }),
            ..Situation::default()
        }
    }
}

fn actor() -> impl Strategy<Value = ostrakon_response::Actor> {
    use OrganisationKind as K;
    let kind = prop::sample::select(vec![
        K::Institution,
        K::MemberStateAuthority,
        K::ElectoralBody,
        K::Platform,
        K::FactChecker,
        K::CivilSociety,
        K::Academia,
        K::MediaRegulator,
        K::Party,
    ]);
    let roles = prop::sample::subsequence(vec![Role::Analyst, Role::PointOfContact, Role::Approver], 1..=3);
    (kind, roles).prop_map(|(kind, roles)| common::person(kind, &roles))
}

fn open(routes: &Routes) -> impl Iterator<Item = &Route> {
    routes.routes.iter().filter(|route| route.status.is_open())
}

/// What a mechanism asks for, by its id.
fn ask(route: &Route) -> Ask {
    MECHANISMS.get(&route.mechanism).expect("known").asks_for
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Opinion opens nothing: with nothing but lawful opinion, every mechanism that concerns expression stays shut,
    /// whatever else is known and whoever asks; and no open one ever lists an opinion.
    #[test]
    fn lawful_opinion_never_opens_a_notice_or_a_report(mut s in situation(), actor in actor(), all in any::<bool>()) {
        if all {
            s.items.iter_mut().for_each(|item| item.legality = Legality::LawfulOpinion);
        }
        let opinions: BTreeSet<&str> = s.items.iter()
            .filter(|item| item.legality == Legality::LawfulOpinion).map(|item| item.id.as_str()).collect();
        let routes = route(&MECHANISMS, &s, &actor, NOW);
        for route in open(&routes) {
            let listed = route.items.iter().any(|id| opinions.contains(id.as_str()));
            prop_assert!(!listed, "{} is about an opinion", route.mechanism);
            let only_opinions = !s.items.is_empty() && opinions.len() == s.items.len();
            prop_assert!(!(only_opinions && ask(route).concerns_expression()), "{} is open", route.mechanism);
        }
    }

    /// Satire, petitions, volunteers, communities and journalism are in no open measure unless they are illegal, are a
    /// paid ad, or (journalism) a declared provider that was heard, or an independent check.
    #[test]
    fn protected_expression_is_in_no_open_measure(s in situation(), actor in actor()) {
        let by_id: BTreeMap<&str, &Item> = s.items.iter().map(|item| (item.id.as_str(), item)).collect();
        for route in open(&route(&MECHANISMS, &s, &actor, NOW)) {
            for item in route.items.iter().map(|id| by_id[id.as_str()]) {
                let is_illegal = matches!(item.legality, Legality::Illegal { .. });
                let is_ad = matches!(ask(route), Ask::Disclose | Ask::StopAdvertising)
                    && matches!(item.payment, Payment::Paid | Payment::InHouseCampaign);
                let is_heard = item.form == Form::Journalism
                    && (ask(route) == Ask::Check
                        || (ask(route) == Ask::Restrict && item.media.declared == Answer::Yes));
                let may = item.form == Form::Unspecified || is_illegal || is_ad || is_heard;
                prop_assert!(may, "{} is about {:?}", route.mechanism, item.form);
            }
        }
    }

    /// No terms-based restriction of a declared provider without reasons, 24 hours and a second signature.
    #[test]
    fn a_declared_provider_is_heard_before_any_terms_based_step(s in situation(), actor in actor()) {
        let by_id: BTreeMap<&str, &Item> = s.items.iter().map(|item| (item.id.as_str(), item)).collect();
        let terms_based = ["terms-of-service-report", "cocd-rapid-response", "careless"];
        for route in open(&route(&MECHANISMS, &s, &actor, NOW)) {
            if !terms_based.contains(&route.mechanism.as_str()) {
                continue;
            }
            for item in route.items.iter().map(|id| by_id[id.as_str()]) {
                let media = &item.media;
                let heard = media.statement_sent_at.is_some_and(|at| at + DAY <= NOW) && media.second_signature;
                prop_assert!(media.declared != Answer::Yes || heard, "{}: {item:?}", route.mechanism);
            }
        }
    }

    /// What needs no attribution is not closed, opened or held up by there being none.
    #[test]
    fn an_unknown_attribution_closes_nothing_that_needs_none(s in situation(), actor in actor()) {
        let unknown = Situation { attribution: Attribution::default(), ..s.clone() };
        let known = Situation {
            attribution: Attribution {
                level: AttributionLevel::State,
                actor: Some("A state".into()),
                foreign: Answer::Yes,
                decided_by: ["a".to_owned(), "b".to_owned()].into(),
            },
            ..s
        };
        let state = |s: &Situation| -> BTreeMap<String, Status> {
            route(&MECHANISMS, s, &actor, NOW).routes.into_iter().map(|r| (r.mechanism, r.status)).collect()
        };
        let (without, with) = (state(&unknown), state(&known));
        for one in MECHANISMS.iter().filter(|one| one.needs_attribution == AttributionNeed::None) {
            prop_assert_eq!(&without[&one.id], &with[&one.id], "{}", one.id);
        }
    }

    /// Every mechanism is in every answer exactly once, each closed one with its rules and each missing one with its
    /// gaps, in a total order that does not depend on anything but the arguments.
    #[test]
    fn every_mechanism_is_answered_exactly_once_and_the_order_is_total(s in situation(), actor in actor()) {
        let first = route(&MECHANISMS, &s, &actor, NOW);
        let names: BTreeSet<&str> = first.routes.iter().map(|route| route.mechanism.as_str()).collect();
        prop_assert_eq!(first.routes.len(), MECHANISMS.len());
        prop_assert_eq!(names.len(), MECHANISMS.len());
        prop_assert_eq!(&first, &route(&MECHANISMS, &s, &actor, NOW));
        let mut closed = false;
        for route in &first.routes {
            match &route.status {
                Status::Closed { reasons } => {
                    closed = true;
                    prop_assert!(!reasons.is_empty());
                    prop_assert!(reasons.iter().all(|r| !r.text.fr.is_empty() && !r.text.de.is_empty()));
                }
                Status::Missing { gaps, .. } => prop_assert!(!closed && !gaps.is_empty()),
                Status::Open { .. } => prop_assert!(!closed),
            }
        }
    }

    /// The order of items and evidence says nothing.
    #[test]
    fn the_order_of_what_is_known_says_nothing(s in situation(), actor in actor()) {
        let mut turned = s.clone();
        turned.items.reverse();
        turned.evidence.reverse();
        let states = |s: &Situation| -> Vec<(String, bool)> {
            route(&MECHANISMS, s, &actor, NOW).routes.into_iter().map(|r| (r.mechanism, r.status.is_open())).collect()
        };
        prop_assert_eq!(states(&s), states(&turned));
    }

    /// An exercise opens nothing outward, and nothing is ever published on evidence that cannot be shown.
    #[test]
    fn an_exercise_and_a_secret_never_leave(s in situation(), actor in actor()) {
        for route in open(&route(&MECHANISMS, &s, &actor, NOW)) {
            prop_assert!(!(s.exercise && route.outward), "{}", route.mechanism);
            if ask(route) == Ask::InformPublic {
                let shown = s.evidence.iter().any(|e| matches!(e.access, Access::Open | Access::OwnApi));
                prop_assert!(shown && s.may_be_public == Answer::Yes, "{}", route.mechanism);
            }
        }
    }

    /// A moment at the ends of time is answered like any other.
    #[test]
    fn any_moment_is_answered(s in situation(), actor in actor(), now in any::<i64>()) {
        prop_assert_eq!(route(&MECHANISMS, &s, &actor, now).routes.len(), MECHANISMS.len());
    }

    /// What is known goes over the wire and comes back the same.
    #[test]
    fn a_situation_survives_the_wire(s in situation()) {
        let text = serde_json::to_string(&s).expect("written");
        prop_assert_eq!(serde_json::from_str::<Situation>(&text).expect("read"), s);
    }
}
