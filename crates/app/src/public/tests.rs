//! From a draft to the register, its log and its files: published, contested, corrected, retracted, destroyed, verified.

use super::*;
use crate::hub::{Hub, HubError, Location, Options};
use crate::people::{Actor, NewOrganisation, NewPerson, NewProposal};
use ostrakon_access::two_person::Sensitive;
use ostrakon_access::{Credential, OrganisationKind, Principal, Role};
use ostrakon_store::Store;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const NOW: i64 = 1_717_545_600_000;
const DAY: i64 = 86_400_000;

struct House {
    hub: Hub,
    clock: Arc<AtomicI64>,
    writer: Principal,
    second: Principal,
    examiner: Principal,
    folder: tempfile::TempDir,
}

fn open(folder: &Path, clock: &Arc<AtomicI64>) -> Hub {
    let store = Store::open(&Location::Sqlite(folder.join("data")), &Options::default()).expect("a store");
    let ticking = Arc::clone(clock);
    Hub::over(store, Arc::new(move || ticking.load(Ordering::SeqCst))).expect("a hub")
}

fn house() -> House {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Arc::new(AtomicI64::new(NOW));
    let hub = open(folder.path(), &clock);
    let new = |name: &str| NewOrganisation {
        name: name.into(),
        kind: OrganisationKind::ElectoralBody,
        country: "BE".into(),
        communities: BTreeSet::new(),
    };
    let own =
        hub.people().add_organisation(new("Own"), &Actor::command_line(), NOW).expect("an organisation");
    let person = |name: &str| {
        let new = NewPerson {
            name,
            organisation: &own.id,
            roles: BTreeSet::from([Role::Analyst, Role::Approver]),
            ..NewPerson::default()
        };
        let person = hub.people().add_person(&new, &Actor::command_line(), NOW).expect("a person").0;
        Principal::new(&person, &own, Credential::CommandLine, None, None, hub.matrix())
    };
    let (writer, second, examiner) = (person("writer"), person("second"), person("examiner"));
    House { hub, clock, writer, second, examiner, folder }
}

fn settings() -> Settings {
    Settings {
        title: "Observatory".into(),
        public_url: Some("https://hub.example.org".into()),
        ..Settings::default()
    }
}

fn draft(title: &str) -> Value {
    json!({
        "class": "register", "language": "en",
        "text": { "title": title, "summary": "Seventeen domains imitated media.", "body": "What was seen." },
        "subjects": [{ "kind": "behaviour", "name": "look-alike domains", "accounts": 120 }],
        "evidence": [{ "id": "https://evidence.example/1", "access": "open" }, { "id": "finding--2", "access": "restricted" }],
        "legal_basis": "public task", "review_by": NOW + 90 * DAY, "marking": "TLP:CLEAR",
    })
}

impl House {
    fn tick(&self) {
        self.clock.fetch_add(DAY, Ordering::SeqCst);
    }

    fn act(&self, who: &Principal, kind: &str, id: &str, command: &Value) -> Result<(), HubError> {
        self.hub.command_record(who, kind, id, command, None, None).map(|_| ())
    }

    /// A command that takes two people.
    fn together(&self, id: &str, command: &Value) {
        self.together_on("publication", id, command);
    }

    fn together_on(&self, kind: &str, id: &str, command: &Value) {
        let proposal = NewProposal {
            action: Sensitive::Publish,
            subject: format!("{kind}/{id}"),
            reason: "to be public".into(),
            command: None,
        };
        let now = self.hub.now();
        let made = self.hub.people().propose(proposal, &self.writer, now).expect("proposed").id;
        self.hub.people().approve(&made, None, &self.second, now).expect("approved");
        self.hub
            .command_record(&self.writer, kind, id, command, None, Some(&made))
            .expect("two people agreed");
    }

    fn publish(&self, draft: &Value) -> String {
        let command = json!({ "command": "open", "draft": draft });
        let id = self.hub.open_record(&self.writer, "publication", &command, None).expect("a draft").id;
        self.together(&id, &json!({ "command": "publish" }));
        id
    }

    fn register(&self) -> Arc<Register> {
        self.hub.public_register().expect("a register")
    }
}

mod accounts;
mod acts;
mod handles;
mod outcomes;

#[test]
fn what_is_published_stands_in_a_log_that_outsiders_verify() {
    // Given a draft, then the public sees nothing;
    let house = house();
    let command = json!({ "command": "open", "draft": draft("A draft") });
    house.hub.open_record(&house.writer, "publication", &command, None).expect("a draft");
    assert_eq!((house.register().size(), house.register().entries().len()), (0, 0));
    // once it is published, an entry and a line that proves it.
    let id = house.publish(&draft("Look-alike domains were reported"));
    let register = house.register();
    let shown = register.entry(&id).expect("public");
    assert_eq!((register.size(), shown.entry.evidence_restricted), (1, 1));
    let text = serde_json::to_string(&shown.entry).expect("JSON");
    assert!(!text.contains("incident--") && !text.contains("finding--2") && !text.contains("person"));
    let site = house.hub.public_site(&settings()).expect("a site");
    let key = site.key.expect("this node has a key");
    let proof = house.hub.public_proof(&settings(), &register, 0).expect("a proof").expect("line 0");
    let bytes = serde_json::to_vec(&proof).expect("JSON");
    let told = verify_proof(&bytes, &key).expect("proven");
    assert!(told.to_string().contains("word for word"), "{told}");
    // A changed word, another key, another line: none is believed.
    let changed = String::from_utf8(bytes.clone()).expect("UTF-8").replace("Seventeen", "Eighteen");
    assert!(verify_proof(changed.as_bytes(), &key).is_err());
    assert!(verify_proof(&bytes, &log::verifier_key(&site.origin, &[3; 32])).is_err());
    for broken in ["", "{}", "[]", "{\"format\":\"x\"}", &"[".repeat(10_000)] {
        assert!(verify_proof(broken.as_bytes(), &key).is_err());
    }
    house.hub.verify_record("publication", &id).expect("its history gives it");
}

#[test]
fn the_log_is_the_same_after_a_rebuild_and_in_another_process() {
    let house = house();
    for n in 0..5 {
        house.publish(&draft(&format!("Entry {n}")));
        house.tick();
    }
    let register = house.register();
    let again = open(house.folder.path(), &house.clock);
    assert_eq!(again.public_register().expect("a register").root(), register.root());
    again.store().rebuild().expect("rebuilt");
    let rebuilt = open(house.folder.path(), &house.clock).public_register().expect("a register");
    assert_eq!((rebuilt.root(), rebuilt.size()), (register.root(), 5));
    assert_eq!(rebuilt.entries(), register.entries());
    assert_eq!(
        rebuilt.entries()[0].entry.title("en").map(|(_, title)| title),
        Some("Entry 4"),
        "newest first"
    );
}

#[test]
fn an_upheld_contestation_corrects_the_entry_and_names_who_has_to_be_told() {
    // Given a published entry that a partner has fetched,
    let house = house();
    let id = house.publish(&draft("Seventeen look-alike domains"));
    let new = NewOrganisation {
        name: "Partner".into(),
        kind: OrganisationKind::FactChecker,
        country: "FR".into(),
        communities: BTreeSet::new(),
    };
    let partner =
        house.hub.people().add_organisation(new, &Actor::command_line(), NOW).expect("a partner").id;
    let reader = Principal {
        organisation: partner.clone(),
        own: false,
        person: "reader".into(),
        ..house.second.clone()
    };
    house.hub.record_of(&reader, "publication", &id).expect("it is for everybody");
    house.tick();
    // when somebody contests it by the form,
    let contest = NewContest {
        contested: format!("https://hub.example.org/public/entries/{id}?lang=fr"),
        title: "One of them is ours".into(),
        statement: "The domain belongs to our paper.".into(),
        contact: "editor@paper.example".into(),
        ..NewContest::default()
    };
    let number = house.hub.contest(&contest).expect("received");
    let entry = |house: &House| house.register().entry(&id).expect("public").entry.clone();
    assert_eq!(entry(&house).appeals.pending, 1);
    let receipt = house.hub.contest_receipt(&number).expect("read").expect("known");
    assert_eq!(
        (receipt.state.as_str(), receipt.contested.as_str()),
        ("received", "Seventeen look-alike domains")
    );
    assert!(house.hub.contest_receipt("1111 2222 3333 4444").expect("read").is_none());
    let found = house.hub.store().history(&format!("publication/{id}"), 0, 100).expect("a history");
    let contestation = house
        .hub
        .store()
        .records(&ostrakon_store::RecordQuery::of("contestation"))
        .expect("read")
        .rows
        .remove(0)
        .id;
    assert!(found.last().expect("an event").kind.ends_with("contested"));
    // then nobody who had a part in it may examine it;
    let take_up = json!({ "command": "take-up" });
    assert!(house.act(&house.writer, "contestation", &contestation, &take_up).is_err());
    house.act(&house.examiner, "contestation", &contestation, &take_up).expect("somebody else");
    // a correction that names an account is refused with everything that would follow from it;
    let uphold = |correction: &str| json!({ "command": "uphold", "reasons": "The certificate shows it.", "correction": correction });
    let named = house.act(&house.examiner, "contestation", &contestation, &uphold("Ask @jane_of_ghent."));
    let refused = named.expect_err("it names an account").to_string();
    assert!(refused.contains("publishing-a-private-handle"), "{refused}");
    assert_eq!(entry(&house).appeals.pending, 1);
    // and once it is upheld, the entry is corrected, its old version a tombstone, in feed and log;
    house.act(&house.examiner, "contestation", &contestation, &uphold("Sixteen domains.")).expect("upheld");
    let now = entry(&house);
    assert_eq!(
        (now.state, now.version, now.corrections[0].text.as_str()),
        (pages::State::Corrected, 2, "Sixteen domains.")
    );
    assert_eq!(
        (now.tombstones[0].code.as_str(), now.appeals.upheld, now.appeals.pending),
        ("contestation-upheld", 1, 0)
    );
    assert_eq!(house.register().size(), 3);
    // the event names everybody who has what was wrong, and the partner is owed a notice until it fetches the new version.
    let kept = house.hub.record_of(&house.examiner, "contestation", &contestation).expect("there");
    let to: Vec<&String> = kept.record["deliveries"].as_object().expect("recipients").keys().collect();
    assert!(to.contains(&&partner) && to.contains(&&"public".to_owned()), "{to:?}");
    let owed = |house: &House| house.hub.notices(&house.writer, None, Some(&partner)).expect("notices");
    assert_eq!((owed(&house).len(), owed(&house)[0].value.state.name()), (1, "pending"));
    house.hub.record_of(&reader, "publication", &id).expect("fetched again");
    assert_eq!(owed(&house)[0].value.state.name(), "delivered");
    let receipt = house.hub.contest_receipt(&number).expect("read").expect("known");
    assert_eq!((receipt.state.as_str(), receipt.correction.as_str()), ("upheld", "Sixteen domains."));
    // Nobody can do that without a contestation.
    let alone = json!({ "command": "rectify", "contestation": "x", "correction": "y", "reasons": "z" });
    assert!(matches!(house.act(&house.examiner, "publication", &id, &alone), Err(HubError::Invalid { .. })));
    house.hub.verify_record("publication", &id).expect("its history gives it");
    // How to reach who contested was kept apart, is read on the record, and goes half a year after the decision.
    assert!(!kept.record.to_string().contains("editor@paper.example"));
    let contact = house.hub.contestation_contact(&house.examiner, &contestation).expect("left");
    assert_eq!(contact, "editor@paper.example");
    assert_eq!(house.hub.forget_contacts().expect("looked"), 0);
    house.clock.fetch_add(200 * DAY, Ordering::SeqCst);
    assert_eq!(house.hub.forget_contacts().expect("erased"), 1);
    assert!(house.hub.contestation_contact(&house.examiner, &contestation).is_err());
}

#[test]
fn a_rejected_contestation_may_be_appealed_by_its_number_alone() {
    let house = house();
    let id = house.publish(&draft("An entry"));
    let contest = NewContest {
        contested: id.clone(),
        title: "Not so".into(),
        statement: "It was otherwise.".into(),
        ..NewContest::default()
    };
    let number = house.hub.contest(&contest).expect("received");
    let contestation = house
        .hub
        .store()
        .records(&ostrakon_store::RecordQuery::of("contestation"))
        .expect("read")
        .rows
        .remove(0)
        .id;
    house
        .act(&house.examiner, "contestation", &contestation, &json!({ "command": "take-up" }))
        .expect("taken up");
    let reject = json!({ "command": "reject", "reasons": "It was so." });
    house.act(&house.examiner, "contestation", &contestation, &reject).expect("rejected");
    let appeals = || house.register().entry(&id).expect("public").entry.appeals;
    assert_eq!((appeals().rejected, appeals().pending), (1, 0));
    assert!(house.hub.contest_again("0000000000000000", "appeal", "Look again.").is_err());
    house.hub.contest_again(&number, "appeal", "Look again.").expect("an appeal");
    assert_eq!((appeals().rejected, appeals().pending), (0, 1));
    house.hub.contest_again(&number, "withdraw", "Settled.").expect("taken back");
    assert_eq!(appeals(), pages::Appeals::default());
    assert!(house.hub.contest_again(&number, "appeal", "Again.").is_err());
}

#[test]
fn what_must_go_leaves_a_commitment_and_what_is_retracted_a_tombstone() {
    let house = house();
    let id = house.publish(&draft("Too much about somebody"));
    house.tick();
    let correct = json!({
        "command": "correct", "draft": draft("A pattern of behaviour"), "code": "privacy", "reason": "It said too much.",
    });
    house.together(&id, &correct);
    let register = house.register();
    let shown = register.entry(&id).expect("public");
    assert_eq!((shown.log[0].redacted, shown.log[1].redacted), (true, false));
    assert_eq!(shown.entry.tombstones[0].title, None);
    let key = house.hub.public_site(&settings()).expect("a site").key.expect("a key");
    let first = house.hub.public_proof(&settings(), &register, 0).expect("a proof").expect("line 0");
    assert_eq!(first.opening, None);
    let told = verify_proof(&serde_json::to_vec(&first).expect("JSON"), &key).expect("it is proven still");
    assert!(told.not_proven[0].contains("destroyed"));
    house.tick();
    let retract = json!({ "command": "retract", "code": "factual-error", "reason": "Nothing of it was so; ask @jane." });
    house.act(&house.writer, "publication", &id, &retract).expect("retracted");
    let register = house.register();
    let gone = &register.entry(&id).expect("a tombstone").entry;
    assert_eq!((gone.state, gone.texts.len(), register.size()), (pages::State::Retracted, 0, 3));
    assert_eq!(gone.tombstones[1].reason, "Nothing of it was so; ask @….");
}

#[test]
fn the_files_are_checked_offline_and_by_an_earlier_checkpoint() {
    let house = house();
    let id = house.publish(&draft("<b>One</b>"));
    let out = house.folder.path().join("site");
    let done = export(&house.hub, &settings(), &out).expect("written");
    let key = done.key.clone().expect("a key");
    assert_eq!((done.entries, done.lines), (1, 1));
    let old = house.folder.path().join("old-checkpoint");
    std::fs::copy(out.join("log/checkpoint"), &old).expect("kept");
    for n in 0..3 {
        house.publish(&draft(&format!("Entry {n}")));
    }
    export(&house.hub, &settings(), &out).expect("written over the earlier one");
    let told = verify_folder(&out, &key, Some(&old)).expect("sound");
    assert!(told.proven.iter().any(|line| line.contains("Nothing of the 1 lines")), "{told}");
    let page = std::fs::read_to_string(out.join(format!("en/entry-{id}.html"))).expect("a page");
    assert!(page.contains("&lt;b&gt;One") && page.contains("Content-Security-Policy"));
    for name in
        ["index.html", "fr/index.html", "de/methods.html", "en/feed.atom", "style.css", "en/contest.html"]
    {
        assert!(out.join(name).is_file(), "{name}");
    }
    // An edit of what lies there is found, wherever it is.
    let proof = out.join("log/proof/0.json");
    let text = std::fs::read_to_string(&proof).expect("a proof");
    std::fs::write(&proof, text.replace("Seventeen", "Seven")).expect("written");
    assert!(verify_folder(&out, &key, None).expect_err("changed").to_string().contains("0.json"));
    std::fs::write(&proof, text).expect("put back");
    std::fs::write(out.join("log/checkpoint"), "nonsense").expect("written");
    assert!(verify_folder(&out, &key, None).is_err());
    // A folder with something else in it is not touched.
    let other = house.folder.path().join("other");
    std::fs::create_dir(&other).expect("made");
    std::fs::write(other.join("letter.txt"), "mine").expect("written");
    assert!(export(&house.hub, &settings(), &other).is_err());
    assert!(other.join("letter.txt").is_file());
}

#[test]
fn nothing_narrower_than_clear_gets_out_and_bad_forms_say_where() {
    let house = house();
    let mut amber = draft("Not for everybody");
    amber["marking"] = "TLP:AMBER".into();
    let command = json!({ "command": "open", "draft": amber });
    let id = house.hub.open_record(&house.writer, "publication", &command, None).expect("a draft").id;
    assert!(house.act(&house.writer, "publication", &id, &json!({ "command": "publish" })).is_err());
    assert_eq!(house.register().size(), 0);
    for (contested, title, statement) in
        [("", "t", "s"), ("c", "", "s"), ("c", "t", ""), ("c", "t", &"x".repeat(4_001))]
    {
        let new = NewContest {
            contested: contested.into(),
            title: title.into(),
            statement: statement.into(),
            ..NewContest::default()
        };
        assert!(
            matches!(house.hub.contest(&new), Err(HubError::Refused(refusal)) if !refusal.pointer.is_empty())
        );
    }
}

/// What a program that shares nothing with ours finds in an export, or why it cannot be asked.
fn peer(folder: &Path, key: &str) -> Result<Value, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/register_check.py");
    let output = std::process::Command::new("python3").arg(script).arg(folder).arg(key).output();
    let output = output.map_err(|error| format!("python3 does not start: {error}"))?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout).expect("JSON"))
}

#[test]
fn an_independent_program_verifies_log_and_feed() {
    let house = house();
    for n in 0..6 {
        house.publish(&draft(&format!("Entry <{n}> & more")));
    }
    let id = house.publish(&draft("To be taken back"));
    let retract = json!({ "command": "retract", "code": "legal-order", "reason": "A court ordered it." });
    house.act(&house.writer, "publication", &id, &retract).expect("retracted");
    let out = house.folder.path().join("site");
    let done = export(&house.hub, &settings(), &out).expect("written");
    match peer(&out, done.key.as_deref().expect("a key")) {
        // The text that was taken back by order is destroyed; the line about it stays.
        Ok(found) => assert_eq!(found, json!({ "size": 8, "opened": 7, "entries": 6, "deleted": 1 })),
        Err(why) if std::env::var_os("OSTRAKON_REQUIRE_PEERS").is_some() => panic!("{why}"),
        Err(why) => eprintln!("skipped: the independent check of the register, because {why}"),
    }
}

#[test]
fn an_evidence_file_is_signed_for_outsiders_who_recompute_it() {
    use crate::casework::evidence_bundle::{Checking, check};
    use crate::hub::evidence::NewEvidence;
    use crate::hub::signed;
    // Given an evidence file with an item that is held here,
    let house = house();
    let new = NewEvidence {
        media_type: "text/plain".into(),
        source_url: "https://register.example/1".into(),
        marking: crate::hub::Tlp::Clear,
        reason: "task of the authority".into(),
        tool: "capture 1.2".into(),
        access: Some(ostrakon_response::router::Access::Open),
        ..NewEvidence::default()
    };
    let held = house.hub.add_evidence(&house.writer, &new, &mut &b"an invoice"[..]).expect("held").0;
    let draft = json!({
        "title": "Financing of look-alike domains", "regime": "Decision (CFSP) 2024/2643", "subject": "Example Holding",
        "criteria": [{ "id": "(i)", "text": "supports information manipulation" }], "marking": "TLP:CLEAR",
    });
    let open = json!({ "command": "open", "draft": draft });
    let id = house.hub.open_record(&house.writer, "evidence-file", &open, None).expect("opened").id;
    let add = json!({
        "command": "add", "handling": { "reason": "task of the authority" },
        "item": {
            "sha256": held.sha256, "title": "Invoice", "source_url": "https://register.example/1", "captured_at": NOW - DAY,
            "tool": "capture 1.2", "access": "open", "reliability": "A", "credibility": 2,
            "proves": [{ "criterion": "(i)", "statement": "It paid for the domains." }],
        },
    });
    house.act(&house.writer, "evidence-file", &id, &add).expect("an item");
    // when it is not sealed, it is not signed;
    assert!(matches!(house.hub.evidence_bundle(&house.writer, &id), Err(HubError::Conflict(_))));
    house
        .act(&house.second, "evidence-file", &id, &json!({ "command": "seal" }))
        .expect("a second person seals");
    // what is looked at afterwards is written on, and the seal holds.
    let view = json!({ "command": "handle", "sha256": held.sha256, "action": "view", "handling": { "reason": "review" } });
    house.act(&house.writer, "evidence-file", &id, &view).expect("looked at");
    let bytes =
        serde_json::to_vec(&house.hub.evidence_bundle(&house.writer, &id).expect("signed")).expect("JSON");
    let key = house.hub.node().expect("a node").key.expect("a key");
    let keys = [(house.writer.organisation.clone(), key)];
    let manifest = signed::verify(&bytes, &keys, &[], NOW + 3_650 * DAY).expect("a court asks years later");
    let how = |beside| Checking { keys: &keys, beside, language: "en" };
    let told = check(&bytes, &manifest, &how(None)).expect("whole").expect("an evidence file");
    let text = told.to_string();
    assert!(
        text.contains("sealed together") && text.contains("Criterion (i)") && text.contains("say is true"),
        "{text}"
    );
    // Another text, signed or not, is not the one that was sealed.
    let changed = String::from_utf8(bytes.clone()).expect("UTF-8").replace("It paid", "It did not pay");
    assert!(signed::verify(changed.as_bytes(), &keys, &[], NOW + DAY).is_err());
    assert!(check(changed.as_bytes(), &manifest, &how(None)).is_err());
    assert!(signed::whole(changed.as_bytes()).is_err());
    // Each entry was signed when it was written, in its role; sealing is one of them.
    assert!(text.contains("3 of 3 entries of custody were signed"), "{text}");
    house.hub.verify_record("evidence-file", &id).expect("its history gives it");
    // The items lie beside it: hashed and counted, missing and said so, or another and refused.
    let beside = tempfile::tempdir().expect("a folder");
    let (_, file) = house.hub.signed_evidence_file(&house.writer, &id).expect("signed");
    let written = house.hub.write_items(&house.writer, &file, beside.path()).expect("written");
    assert_eq!((written.written.as_slice(), written.missing.len()), (std::slice::from_ref(&held.sha256), 0));
    let with_items = || check(&bytes, &manifest, &how(Some(beside.path())));
    assert!(with_items().expect("whole").expect("a file").to_string().contains("1 of 1 items checked"));
    let item = beside.path().join(&held.sha256);
    std::fs::write(&item, "another invoice").expect("changed");
    let refused = with_items().expect_err("another item").to_string();
    assert!(refused.contains("other bytes"), "{refused}");
    std::fs::remove_file(&item).expect("gone");
    let told = with_items().expect("whole").expect("a file");
    assert!(told.not_proven.iter().any(|one| one.contains("1 of 1 items were not checked")), "{told}");
    // Without a key the rest is checked, and the signer is not established.
    let whole = signed::whole(&bytes).expect("whole");
    let nobody = Checking { keys: &[], beside: None, language: "en" };
    let told = check(&bytes, &whole, &nobody).expect("whole").expect("a file");
    assert!(told.not_proven[0].starts_with("Who signed this file"), "{told}");
    assert!(!told.proven.iter().any(|one| one.contains("signed this file")), "{told}");
    // Whoever reads German or French reads all of it in their language.
    for (language, who, missing) in
        [("de", "Wer diese Akte", "1 von 1 Stücken"), ("fr", "Qui a signé", "1 pièces sur 1")]
    {
        let told = check(&bytes, &whole, &Checking { language, ..nobody }).expect("whole").expect("a file");
        assert!(told.not_proven[0].starts_with(who), "{told}");
        assert!(told.not_proven.iter().any(|one| one.starts_with(missing)), "{told}");
    }
}
