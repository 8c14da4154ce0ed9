//! A case from finding to outcome, and everything that it refuses on the way.

use super::*;
use crate::testing::{Driven, HOUR, approval, contact, person};
use crate::{Sensitive, Standing};
use proptest::prelude::*;

fn item(id: &str) -> Item {
    Item { kind: ItemKind::Finding, id: id.into() }
}

fn items(ids: &[&str]) -> BTreeSet<Item> {
    ids.iter().map(|id| item(id)).collect()
}

fn draft() -> Draft {
    Draft {
        title: "Copied texts about closed polling stations".into(),
        incident: Some("incident--1".into()),
        happened_at: Some(crate::testing::ELECTION_DAY - 48 * HOUR),
        ..Draft::default()
    }
}

fn opened() -> Driven<Case> {
    let mut driven = Driven::new();
    let open = Command::Open { draft: draft(), items: items(&["f1", "f2", "f3"]) };
    driven.act(&person("own", "own"), &open).expect("opened");
    driven
}

fn absorb(case: &str, items: BTreeSet<Item>) -> Command {
    let participants = ["identity--be".to_owned()].into();
    Command::Absorb { case: case.into(), items, marking: Some(Tlp::Red), participants }
}

fn level(name: &str) -> AttributionLevel {
    AttributionLevel {
        name: name.into(),
        confidence: Confidence::Moderate,
        reasons: "Shared hosts and certificates.".into(),
        evidence: ["evidence--1".to_owned()].into(),
    }
}

fn plan(mechanism: &str) -> Command {
    Command::Plan {
        mechanism: mechanism.into(),
        reason: "It breaks the platform's own rule.".into(),
        legal_basis: "Code of Conduct, commitment 14".into(),
    }
}

fn close(outcome: Outcome) -> Command {
    Command::Close { outcome, note: "Removed within a day.".into() }
}

#[test]
fn a_case_is_worked_reviewed_and_closed_and_says_how_long_it_took() {
    let mut driven = opened();
    let (own, other) = (person("own", "own"), person("other", "own"));
    driven.act(&own, &Command::Start).expect("work begins");
    let due = driven.now + 9 * HOUR;
    let task = |due| Command::SetTask { title: "Ask the registrar".into(), assignee: String::new(), due };
    driven.act(&own, &task(Some(due))).expect("a task");
    assert_eq!(driven.refused(&own, &task(Some(driven.now))), "setting-a-task-in-the-past");
    assert_eq!(driven.refused(&own, &close(Outcome::Countered)), "closing-with-open-tasks");
    driven.act(&own, &Command::FinishTask { task: 0 }).expect("done");
    assert_eq!(driven.state.deadlines()[0].standing(driven.now), Standing::Met);
    driven.act(&own, &Command::AskReview { reviewer: "person-other".into() }).expect("asked");
    assert_eq!(driven.refused(&own, &close(Outcome::Countered)), "closing-before-the-review");
    assert_eq!(
        driven.refused(&own, &Command::Review { remarks: String::new() }),
        "reviewing-without-being-asked"
    );
    driven
        .act(&other, &Command::Review { remarks: "Two of the accounts are journalists.".into() })
        .expect("reviewed");
    assert_eq!(driven.refused(&own, &close(Outcome::Countered)), "closing-without-a-plan");
    driven.act(&own, &plan("cocd-rapid-response")).expect("planned");
    driven.act(&own, &close(Outcome::Countered)).expect("closed");
    let measured = measure(&driven.state);
    // It happened 48 hours before the vote, was opened 25 hours later, and begun an hour after that.
    let figures = [measured.ttd, measured.ttt, measured.tta].map(|one| one.map(|ms| ms / HOUR));
    assert_eq!(figures, [Some(25), Some(1), Some(26)]);
    assert!(measured.ttr > Some(0) && measured.ttq > measured.ttr);
    driven.act(&own, &Command::Reopen { reason: "It began again.".into() }).expect("reopened");
    assert_eq!(driven.state.phase, Phase::InProgress);
    driven.check_replay();
}

#[test]
fn three_judgements_stand_each_for_itself() {
    let mut driven = opened();
    let own = person("own", "own");
    let coordination = Coordination {
        found: CoordinationFound::Inauthentic,
        confidence: Confidence::High,
        reasons: "Same text within seconds, for days.".into(),
        ..Coordination::default()
    };
    driven.act(&own, &Command::JudgeCoordination { judgement: coordination }).expect("judged");
    // Coordination that is certain says nothing of impact or of who.
    assert_eq!(
        (driven.state.impact.clone(), driven.state.attribution.clone()),
        (None, Attribution::default())
    );
    let loud = Impact {
        found: ImpactFound::Significant,
        activity: "Ten million posts.".into(),
        reasons: "Very many posts.".into(),
        ..Impact::default()
    };
    assert_eq!(
        driven.refused(&own, &Command::JudgeImpact { judgement: loud.clone() }),
        "claiming-an-effect-from-activity"
    );
    let quiet = Impact { found: ImpactFound::NoVisibleEffect, ..loud };
    driven.act(&own, &Command::JudgeImpact { judgement: quiet }).expect("judged");
    // Attribution stays unknown, and the case can be closed.
    driven
        .act(
            &own,
            &Command::Plan {
                mechanism: NO_ACTION.into(),
                reason: "It fades.".into(),
                legal_basis: String::new(),
            },
        )
        .expect("planned");
    driven.act(&own, &close(Outcome::Faded)).expect("closed");
    driven.check_replay();
}

#[test]
fn a_state_is_named_by_two_people_who_weighed_other_explanations() {
    let mut driven = opened();
    let own = person("own", "own");
    let cluster = Attribution { cluster: Some(level("cluster 7")), ..Attribution::default() };
    driven.act(&own, &Command::Attribute { judgement: cluster.clone() }).expect("a technical cluster");
    let mut named = Attribution { state: Some(level("XX")), ..cluster.clone() };
    assert_eq!(
        driven.refused(&own, &Command::Attribute { judgement: named.clone() }),
        "attributing-without-competing-hypotheses"
    );
    let weighed = |what: &str| Hypothesis { what: what.into(), ..Hypothesis::default() };
    named.hypotheses = vec![weighed("A state ordered it."), weighed("Somebody sells reach.")];
    let attribute = Command::Attribute { judgement: named.clone() };
    assert_eq!(driven.refused(&own, &attribute), "acting-without-a-second-person");
    driven.approval = Some(approval(Sensitive::Publish));
    assert_eq!(driven.refused(&own, &attribute), "acting-without-a-second-person");
    driven.approval = Some(approval(Sensitive::Attribute));
    driven.act(&own, &attribute).expect("two people");
    assert_eq!(
        driven.state.attribution_approved_by.as_ref().map(|by| by.person.as_str()),
        Some("person-second")
    );
    // The actor below it may change without a third, another state may not; unknown always may.
    driven.approval = None;
    let actor = Attribution { actor: Some(level("a contractor")), ..named.clone() };
    driven.act(&own, &Command::Attribute { judgement: actor }).expect("the state stands");
    let other = Attribution { state: Some(level("YY")), ..named };
    assert_eq!(
        driven.refused(&own, &Command::Attribute { judgement: other }),
        "acting-without-a-second-person"
    );
    driven.act(&own, &Command::Attribute { judgement: Attribution::default() }).expect("back to unknown");
    assert_eq!(driven.state.attribution_approved_by, None);
    let bare = Attribution {
        cluster: Some(AttributionLevel { name: "x".into(), ..AttributionLevel::default() }),
        ..Attribution::default()
    };
    assert_eq!(driven.refused(&own, &Command::Attribute { judgement: bare }), "incomplete");
    driven.check_replay();
}

#[test]
fn aligned_is_never_read_as_controlled() {
    use ExposureEvidenceKind::{Admission, Behavioural, Technical};
    let mut driven = opened();
    let own = person("own", "own");
    driven.approval = Some(approval(Sensitive::Attribute));
    let evidence = |kind| ExposureEvidence { kind, id: "e".into(), strength: Confidence::Low };
    let expose = |category, actor: &str, kind| Command::Expose {
        channel: "t.me/example".into(),
        exposure: Exposure {
            category,
            actor: actor.into(),
            evidence: [evidence(kind)].into(),
            review_by: i64::MAX,
            contest_at: "https://example.org/contest".into(),
        },
    };
    for bad in [
        expose(Category::StateAligned, "XX", Technical),
        expose(Category::StateLinked, "XX", Behavioural),
        expose(Category::StateLinked, "", Technical),
        expose(Category::StateControlled, "XX", Technical),
        expose(Category::OfficialState, "XX", Technical),
    ] {
        assert_eq!(driven.refused(&own, &bad), "reading-aligned-as-controlled");
    }
    let good = expose(Category::StateControlled, "XX", Admission);
    driven.approval = None;
    assert_eq!(driven.refused(&own, &good), "acting-without-a-second-person");
    driven.approval = Some(approval(Sensitive::Attribute));
    driven.act(&own, &good).expect("an admission");
    // A case that turns out to be a mistake takes it back first.
    assert_eq!(
        driven.refused(&own, &close(Outcome::FalsePositive)),
        "closing-a-mistake-with-measures-standing"
    );
    let back =
        Command::Unexpose { channel: "t.me/example".into(), reason: "Another channel of that name.".into() };
    driven.act(&own, &back).expect("taken back");
    driven.act(&own, &close(Outcome::FalsePositive)).expect("a mistake, made good");
    driven.check_replay();
}

#[test]
fn a_plan_has_reasons_and_doing_nothing_is_one() {
    let mut driven = opened();
    let own = person("own", "own");
    let bare = Command::Plan { mechanism: "statement".into(), reason: "x".into(), legal_basis: " ".into() };
    assert_eq!(driven.refused(&own, &bare), "planning-without-a-legal-basis");
    driven.act(&own, &plan("statement")).expect("planned");
    assert_eq!(driven.refused(&own, &plan("statement")), "planning-no-action-beside-action");
    assert_eq!(driven.refused(&own, &plan(NO_ACTION)), "planning-no-action-beside-action");
    driven
        .act(&own, &Command::DropPlan { mechanism: "statement".into(), reason: "It would spread it.".into() })
        .expect("dropped");
    driven.act(&own, &plan(NO_ACTION)).expect("a choice");
    driven.check_replay();
}

#[test]
fn who_takes_part_finishes_its_own_tasks_and_does_nothing_else() {
    let mut driven = opened();
    let (own, be, fr) = (person("own", "own"), contact("be", "BE"), contact("fr", "FR"));
    let task = |to: &str| Command::SetTask { title: "Look".into(), assignee: to.into(), due: None };
    assert_eq!(driven.refused(&own, &task("identity--be")), "giving-a-task-to-who-takes-no-part");
    assert_eq!(
        driven.refused(&own, &Command::Involve { organisation: "identity--nobody".into() }),
        "incomplete"
    );
    driven.act(&own, &Command::Involve { organisation: "identity--be".into() }).expect("involved");
    driven.act(&own, &task("identity--be")).expect("a task");
    assert_eq!(driven.refused(&fr, &Command::FinishTask { task: 0 }), "finishing-somebody-elses-task");
    assert_eq!(driven.refused(&be, &close(Outcome::Faded)), "changing-it-from-outside");
    driven.act(&be, &Command::FinishTask { task: 0 }).expect("its own");
    assert_eq!(driven.refused(&be, &Command::FinishTask { task: 9 }), "wrong-state");
    let mut red = Driven::<Case>::new();
    let draft = Draft { marking: Tlp::Red, ..draft() };
    red.act(&own, &Command::Open { draft, items: BTreeSet::new() }).expect("opened");
    assert_eq!(
        red.refused(&own, &Command::Involve { organisation: "identity--be".into() }),
        "sending-red-to-an-organisation"
    );
}

#[test]
fn merging_and_splitting_undo_without_loss() {
    // Given two cases that share a finding,
    let mut driven = opened();
    let own = person("own", "own");
    let before = driven.state.clone();
    let second = absorb("case/2", items(&["f3", "f4"]));
    driven.act(&own, &second).expect("taken up");
    assert_eq!(driven.state.members.shown(), items(&["f1", "f2", "f3", "f4"]));
    assert_eq!(driven.refused(&own, &second), "joining-in-a-circle");
    assert_eq!(driven.refused(&own, &Command::MergeInto { case: "case/2".into() }), "joining-in-a-circle");
    // Nor is a case joined with itself, however it is written.
    for itself in ["r-1", "case/r-1"] {
        let case = || itself.to_owned();
        for command in [
            Command::MergeInto { case: case() },
            absorb(&case(), items(&["f1"])),
            Command::SplitOff { case: case(), items: items(&["f1"]) },
        ] {
            assert_eq!(driven.refused(&own, &command), "joining-in-a-circle", "{itself}");
        }
    }
    // when a part is split off that came from both,
    let split = Command::SplitOff { case: "case/3".into(), items: items(&["f2", "f4"]) };
    driven.act(&own, &split).expect("split");
    assert_eq!(driven.state.members.shown(), items(&["f1", "f3"]));
    assert_eq!(driven.refused(&own, &Command::Add { items: items(&["f2"]) }), "adding-what-was-split-off");
    assert_eq!(
        driven.refused(&own, &Command::SplitOff { case: "case/4".into(), items: items(&["f2"]) }),
        "splitting-what-it-does-not-show"
    );
    let back = absorb("case/5", items(&["f2", "f6"]));
    assert_eq!(driven.refused(&own, &back), "adding-what-was-split-off");
    let out = Command::Remove { items: items(&["f4"]), reason: "wrong".into() };
    assert_eq!(driven.refused(&own, &out), "removing-what-is-not-its-own");
    // then both undo in whatever order, and the shared finding stays.
    driven.act(&own, &Command::Release { case: "case/2".into() }).expect("released");
    driven.act(&own, &Command::Rejoin { case: "case/3".into() }).expect("rejoined");
    assert_eq!(driven.state, before);
    driven.act(&own, &Command::MergeInto { case: "case/9".into() }).expect("merged");
    assert_eq!(driven.refused(&own, &Command::Start), "wrong-state");
    driven.act(&own, &Command::Unmerge).expect("itself again");
    assert_eq!(driven.state, before);
    driven.check_replay();
}

fn some_items() -> impl Strategy<Value = BTreeSet<Item>> {
    proptest::collection::btree_set((0u8..8).prop_map(|n| item(&format!("f{n}"))), 0..4)
}

fn any_command() -> impl Strategy<Value = Command> {
    let case = || (1u8..4).prop_map(|n| format!("case/{n}"));
    let joining = prop_oneof![
        (case(), some_items()).prop_map(|(case, items)| absorb(&case, items)),
        case().prop_map(|case| Command::Release { case }),
        (case(), some_items()).prop_map(|(case, items)| Command::SplitOff { case, items }),
        case().prop_map(|case| Command::Rejoin { case }),
        case().prop_map(|case| Command::MergeInto { case }),
        Just(Command::Unmerge),
        some_items().prop_map(|items| Command::Add { items }),
        some_items().prop_map(|items| Command::Remove { items, reason: "wrong".into() }),
    ];
    let named = Attribution {
        state: Some(level("XX")),
        hypotheses: vec![Hypothesis { what: "x".into(), ..Hypothesis::default() }; 2],
        ..Attribution::default()
    };
    let working = prop_oneof![
        some_items().prop_map(|items| Command::Open { draft: draft(), items }),
        Just(Command::Start),
        Just(Command::AskReview { reviewer: "person-other".into() }),
        Just(Command::Review { remarks: String::new() }),
        prop_oneof![Just(Attribution::default()), Just(named)]
            .prop_map(|judgement| Command::Attribute { judgement }),
        (-9i64..99).prop_map(|hours| Command::SetTask {
            title: "x".into(),
            assignee: String::new(),
            due: Some(crate::testing::ELECTION_DAY + hours * HOUR)
        }),
        (0usize..3).prop_map(|task| Command::FinishTask { task }),
        (0usize..3).prop_map(|task| Command::ReopenTask { task }),
        (0usize..3).prop_map(|task| Command::DropTask { task, reason: "x".into() }),
        prop_oneof![Just("statement"), Just(NO_ACTION)].prop_map(plan),
        Just(Command::DropPlan { mechanism: "statement".into(), reason: "x".into() }),
        prop_oneof![Just(Outcome::Countered), Just(Outcome::FalsePositive)].prop_map(close),
        Just(Command::Reopen { reason: "x".into() }),
    ];
    prop_oneof![joining, working]
}

proptest! {
    /// Whatever is commanded: what a case shows is what definition says, no mistake keeps a measure, no state is named alone.
    #[test]
    fn no_sequence_of_commands_reaches_a_forbidden_state(
        commands in proptest::collection::vec((any_command(), 0usize..3, any::<bool>()), 0..60)
    ) {
        let actors = [person("own", "own"), person("other", "own"), contact("be", "BE")];
        let mut driven = Driven::<Case>::new();
        for (command, who, approved) in commands {
            driven.approval = approved.then(|| approval(Sensitive::Attribute));
            driven.attempt(&actors[who], &command);
            let state = &driven.state;
            prop_assert_eq!(state.attribution.state.is_some(), state.attribution_approved_by.is_some());
            if let Some((_, outcome, _)) = &state.closed {
                prop_assert!(state.tasks.iter().all(|one| !one.is_open()));
                prop_assert!(*outcome == Outcome::FalsePositive || !state.plan.is_empty());
            }
            let hidden: Vec<&Item> = state.members.split.values().flatten().collect();
            let all: BTreeSet<&Item> = hidden.iter().copied().collect();
            prop_assert_eq!(hidden.len(), all.len(), "an item is split off once");
            prop_assert_eq!(state.phase == Phase::Merged, state.merged.is_some());
        }
        // Undoing everything shows exactly its own.
        let mut members = driven.state.members.clone();
        members.absorbed.clear();
        members.split.clear();
        prop_assert_eq!(members.shown(), driven.state.members.own.clone());
        driven.check_replay();
    }

    /// Work that is done between a merge and its undoing is kept; the merge leaves nothing.
    #[test]
    fn a_merge_that_is_undone_leaves_only_the_work_between(
        own in some_items(), other in some_items(), added in some_items()
    ) {
        let keeper = person("own", "own");
        let run = |merge: bool| {
            let mut driven = Driven::<Case>::new();
            driven.act(&keeper, &Command::Open { draft: draft(), items: own.clone() }).expect("opened");
            if merge {
                driven.act(&keeper, &absorb("case/2", other.clone())).expect("taken up");
            }
            let _ = driven.act(&keeper, &Command::Add { items: added.clone() });
            if merge {
                driven.act(&keeper, &Command::Release { case: "case/2".into() }).expect("released");
            }
            driven.state.members
        };
        prop_assert_eq!(run(true), run(false));
    }
}
