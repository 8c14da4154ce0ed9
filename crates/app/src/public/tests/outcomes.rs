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
