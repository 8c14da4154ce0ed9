//! Names of accounts that the hub holds get into no publication, and the refusal says where they stand.

use super::*;
use crate::people::NewCollection;

impl House {
    /// Proposes a publication, has it approved, and publishes it.
    fn try_to_publish(&self, draft: &Value) -> Result<(), HubError> {
        let command = json!({ "command": "open", "draft": draft });
        let id = self.hub.open_record(&self.writer, "publication", &command, None)?.id;
        let proposal = NewProposal {
            action: Sensitive::Publish,
            subject: format!("publication/{id}"),
            reason: "to be public".into(),
            command: None,
        };
        let now = self.hub.now();
        let made = self.hub.people().propose(proposal, &self.writer, now).expect("proposed").id;
        self.hub.people().approve(&made, None, &self.second, now).expect("approved");
        let command = json!({ "command": "publish" });
        self.hub.command_record(&self.writer, "publication", &id, &command, None, Some(&made)).map(|_| ())
    }
}

#[test]
fn a_held_account_is_named_in_no_publication_and_the_field_is_said() {
    let house = house();
    let shelf = NewCollection { title: "Own".into(), ..NewCollection::default() };
    let shelf = house.hub.people().add_collection(shelf, &Actor::command_line(), NOW).expect("a shelf").id;
    let account = json!({"type": "user-account", "spec_version": "2.1",
        "id": "user-account--00000000-0000-4000-8000-000000000001", "account_login": "pubtarget_9",
        "display_name": "Petra Testfrau", "user_id": "77001122"});
    house.hub.add(&house.writer, &shelf, &[account.to_string()]).expect("added");
    for (field, name) in [
        ("body", "pubtarget_9"),
        ("summary", "Petra Testfrau"),
        ("title", "77001122"),
        ("body", "_pubtarget_9_"),
    ] {
        let mut named = draft("Look-alike domains");
        named["text"][field] = format!("First written by {name} in May.").into();
        match house.try_to_publish(&named) {
            Err(HubError::NotAllowed { detail, rule }) => {
                assert_eq!(rule, "gate");
                assert!(detail.contains(field) && !detail.contains(name), "{detail}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
    assert_eq!(house.register().size(), 0);
    house.try_to_publish(&draft("Look-alike domains")).expect("names nobody");
    assert_eq!(house.register().size(), 1);
}
