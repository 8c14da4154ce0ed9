//! A register entry that is made from records: what came of them is read off them, and by nobody typed.

use super::*;

impl House {
    fn record(&self, kind: &str, draft: &Value) -> String {
        let open = json!({ "command": "open", "draft": draft });
        self.hub.open_record(&self.writer, kind, &open, None).expect("opened").id
    }
}

fn measure(marking: &str, basis: &str) -> Value {
    json!({
        "title": "Labels on look-alikes", "actor": "The authority", "instrument": "statement",
        "target_behaviour": "imitating media", "legal_basis": [basis], "necessity": "Readers were misled.",
        "proportionality": "Nothing is removed.", "addressees": ["All platforms"], "marking": marking,
    })
}

#[test]
fn an_entry_is_made_from_a_record_and_says_what_came_of_it() {
    let house = house();
    // Given a measure that is decided and in force, and an entry that names it,
    let id = house.record("measure", &measure("TLP:CLEAR", "Act on elections, § 7"));
    let mut text = draft("Look-alike domains were labelled");
    text["records"] = json!([format!("measure/{id}")]);
    let open = |text: &Value| {
        house.hub.open_record(
            &house.writer,
            "publication",
            &json!({ "command": "open", "draft": text }),
            None,
        )
    };
    let early = open(&text).expect_err("nothing was decided").to_string();
    assert!(early.contains("nothing was sent or decided"), "{early}");
    house.together_on("measure", &id, &json!({ "command": "decide", "reason": "It helps." }));
    house.tick();
    house.act(&house.writer, "measure", &id, &json!({ "command": "put-in-force" })).expect("in force");
    // whatever its author types about the outcome,
    text["recorded"] = json!([{ "kind": "measure", "record": "measure/1", "by": "x", "to": [], "basis": "", "at": 1,
        "state": "ended", "outcome": "ended", "answered": null, "effects": {} }]);
    let entry = house.publish(&text);
    // then the public reads what the record says, in the entry, its JSON and the files.
    let shown = |house: &House| house.register().entry(&entry).expect("public").entry.clone();
    let outcome = shown(&house).outcomes[0].clone();
    assert_eq!((outcome.state.as_str(), outcome.outcome.as_deref()), ("in-force", Some("in-force")));
    assert_eq!((outcome.by.as_str(), outcome.basis.as_str()), ("The authority", "Act on elections, § 7"));
    assert_eq!(outcome.at, Some(house.hub.now()));
    let out = house.folder.path().join("site");
    export(&house.hub, &settings(), &out).expect("written");
    let page = std::fs::read_dir(out.join("en")).expect("pages").flatten().map(|file| file.path());
    let page = page
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .find(|one| one.contains("What came of it"));
    assert!(page.expect("the entry's page").contains("In force"));
    // When the measure ends, a correction reads it anew; a draft of before is not published as it was written.
    let stale = open(&text).expect("a draft").id;
    house
        .act(&house.writer, "measure", &id, &json!({ "command": "end", "result": "No longer needed." }))
        .expect("ended");
    let publish = house.hub.command_record(
        &house.writer,
        "publication",
        &stale,
        &json!({ "command": "publish" }),
        None,
        None,
    );
    assert!(matches!(publish, Err(HubError::Changed(_))), "{publish:?}");
    let correct =
        json!({ "command": "correct", "draft": text, "code": "new-evidence", "reason": "It has ended." });
    house.together(&entry, &correct);
    assert_eq!(shown(&house).outcomes[0].outcome.as_deref(), Some("ended"));
    house.hub.verify_record("publication", &entry).expect("its history gives it");
}

#[test]
fn whom_a_measure_addresses_is_named_where_it_is_registered_and_counted_otherwise() {
    let house = house();
    // Given a measure to a registered organisation, a kind of organisation, one that nobody knows, and a person at an address,
    let mut it = measure("TLP:CLEAR", "Act on elections, § 7");
    it["addressees"] = json!([
        house.writer.organisation,
        "All platforms",
        "Jane Doe, 12 Main Street",
        "identity--00000000-0000-4000-8000-0000000000aa",
    ]);
    let id = house.record("measure", &it);
    house.together_on("measure", &id, &json!({ "command": "decide", "reason": "It helps." }));
    house.act(&house.writer, "measure", &id, &json!({ "command": "put-in-force" })).expect("in force");
    // when an entry makes it public,
    let mut text = draft("Look-alike domains were labelled");
    text["records"] = json!([format!("measure/{id}")]);
    let entry = house.publish(&text);
    // then the public reads the first two, and how many more there are.
    let register = house.register();
    let shown = &register.entry(&entry).expect("public").entry;
    assert_eq!((shown.outcomes[0].to.join(", "), shown.outcomes[0].to_others), ("Own, platform".into(), 2));
    let whole = serde_json::to_string(shown).expect("JSON");
    assert!(!whole.contains("Jane") && !whole.contains("identity--"), "{whole}");
}

#[test]
fn what_a_public_entry_rests_on_outlives_its_class_until_the_entry_is_taken_back() {
    let house = house();
    // Given evidence for thirty days that an entry names, and some that a measure names which the entry makes public,
    let hold = |bytes: &[u8]| {
        let new = crate::hub::evidence::NewEvidence {
            media_type: "image/png".into(),
            source_url: "https://a.example/post".into(),
            marking: ostrakon_model::Tlp::Clear,
            reason: "public task".into(),
            retention: Some("30d".into()),
            ..Default::default()
        };
        house.hub.add_evidence(&house.writer, &new, &mut &bytes[..]).expect("held").0.sha256
    };
    let (named, behind, neither) = (hold(b"named"), hold(b"behind"), hold(b"neither"));
    let mut it = measure("TLP:CLEAR", "Act on elections, § 7");
    it["proportionality"] = json!(format!("See {behind}."));
    let id = house.record("measure", &it);
    house.together_on("measure", &id, &json!({ "command": "decide", "reason": "It helps." }));
    house.act(&house.writer, "measure", &id, &json!({ "command": "put-in-force" })).expect("in force");
    house.act(&house.writer, "measure", &id, &json!({ "command": "end", "result": "done" })).expect("ended");
    let mut text = draft("Look-alike domains were labelled");
    text["records"] = json!([format!("measure/{id}")]);
    text["evidence"] = json!([{ "id": named, "access": "restricted" }, { "id": "https://evidence.example/1", "access": "open" }]);
    let entry = house.publish(&text);
    // when their time is over, then what nobody needs goes, and the others stay, for that entry.
    house.clock.fetch_add(40 * DAY, Ordering::SeqCst);
    let run = house.hub.expire_evidence(false).expect("a run");
    assert_eq!(run.gone, [neither]);
    let by = BTreeSet::from([format!("publication/{entry}")]);
    assert_eq!(run.kept.len(), 2);
    assert!(run.kept.iter().all(|one| one.needed_by == by), "{:?}", run.kept);
    assert!(run.kept[0].to_string().contains(&format!("needed by publication/{entry}")));
    // When the entry is taken back, then their time counts anew from there, and they go.
    let retract = json!({ "command": "retract", "code": "factual-error", "reason": "It was not so." });
    house.act(&house.writer, "publication", &entry, &retract).expect("taken back");
    let run = house.hub.expire_evidence(false).expect("a run");
    let until = |sha256: &str| run.kept.iter().find(|one| one.sha256 == sha256).and_then(|one| one.until);
    assert_eq!((run.gone.len(), until(&named)), (1, Some(house.hub.now() + 30 * DAY)));
    house.clock.fetch_add(31 * DAY, Ordering::SeqCst);
    assert_eq!(house.hub.expire_evidence(false).expect("a run").gone, [named]);
    assert_eq!(run.gone, [behind]);
}

#[test]
fn what_is_not_for_everybody_is_not_made_public_by_being_named() {
    let house = house();
    let with = |key: &str, value: Value| {
        let mut text = draft("An entry");
        text[key] = value;
        let open = json!({ "command": "open", "draft": text });
        house.hub.open_record(&house.writer, "publication", &open, None).expect_err("refused").to_string()
    };
    let narrow = house.record("measure", &measure("TLP:AMBER", "Act"));
    house.together_on("measure", &narrow, &json!({ "command": "decide", "reason": "It helps." }));
    assert!(with("records", json!([format!("measure/{narrow}")])).contains("TLP:CLEAR"));
    for odd in ["measure", "alert/1", "measure/none", ""] {
        assert!(!with("records", json!([odd])).is_empty(), "{odd}");
    }
    assert!(with("statistics", json!(true)).contains("election"));
    // A name of an account in a record is none of an entry's.
    let named = house.record("measure", &measure("TLP:CLEAR", "complaint of @jane_doe"));
    house.together_on("measure", &named, &json!({ "command": "decide", "reason": "It helps." }));
    let mut text = draft("An entry");
    text["records"] = json!([format!("measure/{named}")]);
    let open = json!({ "command": "open", "draft": text });
    let id = house.hub.open_record(&house.writer, "publication", &open, None).expect("a draft").id;
    let proposal = NewProposal {
        action: Sensitive::Publish,
        subject: format!("publication/{id}"),
        reason: "to be public".into(),
        command: None,
    };
    let now = house.hub.now();
    let made = house.hub.people().propose(proposal, &house.writer, now).expect("proposed").id;
    house.hub.people().approve(&made, None, &house.second, now).expect("approved");
    let publish = json!({ "command": "publish" });
    let refused = house.hub.command_record(&house.writer, "publication", &id, &publish, None, Some(&made));
    assert!(matches!(refused, Err(HubError::Refused(one)) if one.rule == "publishing-a-private-handle"));
}
