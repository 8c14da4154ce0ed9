use super::*;
use proptest::prelude::*;
use std::{fs, path::Path};

/// A national mechanism as a user would write it, with no condition named.
const NATIONAL: &str = r#"# A complaint to a national election court.
id = "national-complaint"
area = "national"
addressee = "regulator"
asks_for = "investigate"
effect = 3
outward = true
safeguards = ["The court decides."]
not_for = ["Opinions."]

[title]
en = "Complaint to the election court"

[purpose]
en = "Let a court look at a breach of electoral law."

[who]
kinds = ["electoral-body", "civil-society"]
roles = ["analyst", "approver"]

[[field]]
name = "facts"
type = "text"
required = true
limit = 5000
label = "Facts"

[[clock]]
step = "decision"
what = "The court decides within two weeks."
who = "addressee"
starts = "sending"
within = { days = 14 }
basis = "national electoral law"

[answers]
open = ["sent"]
final = ["upheld", "dismissed"]

[[legal]]
text = "National electoral law"
article = "unknown"
address = "https://law.example.org/electoral"
verified = false
"#;

fn file(name: &str, text: &str) -> MechanismFile {
    MechanismFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

fn load(text: &str) -> Result<Mechanisms, Vec<Fault>> {
    Mechanisms::load(&[file("national-complaint.toml", text)])
}

#[test]
fn what_ships_is_what_is_in_the_folder_and_every_file_is_sound() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ontology/mechanisms");
    let mut there: Vec<String> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    there.sort();
    let listed: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, there);
    assert_eq!(listed.len(), 29);
    let mechanisms = Mechanisms::builtin().map_err(|faults| faults[0].to_string()).expect("sound");
    // Two toolboxes stand for their five and four variants.
    assert_eq!(mechanisms.len(), 27 + 5 + 4);
    assert!(mechanisms.get("hybrid-toolbox-restrictive").is_some());
    assert!(mechanisms.get("hybrid-toolbox").is_none());
}

#[test]
fn every_text_of_what_ships_is_in_three_languages() {
    let mechanisms = Mechanisms::builtin().expect("sound");
    let mut texts = 0;
    for one in mechanisms.iter() {
        let said = [&one.title, &one.purpose].into_iter().chain(&one.who.note);
        let said = said.chain(one.fields.iter().map(|field| &field.label));
        let said = said.chain(one.clocks.iter().map(|clock| &clock.what));
        for text in said.chain(&one.safeguards).chain(&one.not_for) {
            assert!(!text.fr.is_empty() && !text.de.is_empty(), "{}: {}", one.id, text.en);
            texts += 1;
        }
        assert_eq!(one.language, None, "{}: what ships has English in `en`", one.id);
    }
    assert!(texts > 250, "{texts}");
}

#[test]
fn a_national_mechanism_may_be_written_in_its_own_language_and_says_which() {
    let polish = NATIONAL
        .replacen("area = ", "language = \"pl\"\narea = ", 1)
        .replacen("The court decides.", "Rozstrzyga sąd.", 1)
        .replacen("roles = [", "note = \"Każdy wyborca może.\"\nroles = [", 1);
    let mechanisms = load(&polish).expect("taken");
    let one = mechanisms.iter().find(|one| one.id == "national-complaint").expect("there");
    assert_eq!(
        (one.language.as_deref(), one.safeguards[0].in_language("fr")),
        (Some("pl"), "Rozstrzyga sąd.")
    );
    assert_eq!(one.who.note.as_ref().map(|note| note.en.as_str()), Some("Każdy wyborca może."));
    for bad in ["polski", "", "PL", "p", "pl_PL", "pl-"] {
        let text = NATIONAL.replacen("area = ", &format!("language = \"{bad}\"\narea = "), 1);
        let faults = load(&text).expect_err("no language");
        assert_eq!((faults[0].key.as_str(), faults[0].line), ("language", 3), "{bad}: {faults:?}");
    }
}

#[test]
fn a_measure_against_an_actor_takes_two_people_and_an_attribution() {
    use crate::mechanism::{Ask, AttributionNeed};
    let mechanisms = Mechanisms::builtin().expect("sound");
    let sanctions: Vec<_> = mechanisms.iter().filter(|one| one.asks_for == Ask::Sanction).collect();
    assert!(sanctions.len() >= 4);
    for one in sanctions {
        assert!(one.needs_two_people && one.needs_attribution != AttributionNeed::None, "{}", one.id);
    }
}

#[test]
fn a_user_adds_a_mechanism_by_adding_a_file() {
    let mechanisms = load(NATIONAL).expect("the file is sound");
    let added = mechanisms.get("national-complaint").expect("added");
    assert_eq!(added.origin.as_deref(), Some("national-complaint.toml"));
    assert_eq!(added.title.in_language("fr"), "Complaint to the election court");
    assert_eq!(mechanisms.len(), Mechanisms::builtin().expect("sound").len() + 1);
}

#[test]
fn a_hand_written_error_gives_file_line_key_and_mend() {
    let mut wrong = Vec::new();
    for (change, with, line, key, says) in [
        ("id = \"national", "id = \"National", 2, "id", "lower-case"),
        ("id = \"national-complaint\"", "id = \"other\"", 2, "id", "other.toml"),
        ("area = \"national\"", "area = \"nation\"", 3, "area", "unknown variant"),
        ("effect = 3", "efect = 3", 6, "efect", "unknown field"),
        ("effect = 3", "effect = 9", 6, "effect", "3 to 5"),
        ("effect = 3", "effect = -1", 6, "effect", "docs/mechanisms.md"),
        ("outward = true", "outward = false", 7, "outward", "nobody"),
        ("outward = true\n", "", 1, "outward", "missing field"),
        ("asks_for = \"investigate\"", "asks_for = \"teach\"", 5, "asks_for", "may be asked for"),
        ("safeguards = [\"The court decides.\"]", "safeguards = []", 8, "safeguards", "at least one"),
        ("[\"Opinions.\"]", "[\" \"]", 9, "not_for", "empty"),
        ("en = \"Complaint", "fr = \"Complaint", 11, "en", "missing"),
        ("kinds = [\"electoral-body\", \"civil-society\"]", "kinds = []", 18, "who.kinds", "nobody"),
        ("\"civil-society\"", "\"newspaper\"", 18, "kinds", "unknown variant"),
        ("type = \"text\"", "type = \"choice\"", 21, "field.choices", "at least two"),
        ("limit = 5000", "limit = 0", 25, "field.limit", "raise"),
        ("within = { days = 14 }", "within = { days = 0 }", 33, "clock.within", "at least 1"),
        ("within = { days = 14 }", "within = { days = 1, months = 1 }", 33, "clock.within", "exactly one"),
        ("within = { days = 14 }", "within = {}", 33, "clock.within", "exactly one"),
        ("\"upheld\", \"dismissed\"", "\"sent\"", 38, "answers.final", "each once"),
        ("https://law.example.org/electoral", "law.example.org", 43, "legal.address", "https://"),
        ("verified = false", "verified = \"no\"", 44, "verified", "docs/mechanisms.md"),
        ("[who]", "[[condition]]\nrule = \"no-critics\"\n\n[who]", 18, "condition.rule", "there are: "),
        (
            "[who]",
            "[[condition]]\nrule = \"only-very-large-platforms\"\nmonths = 3\n\n[who]",
            19,
            "condition.months",
            "leave",
        ),
        (
            "[who]",
            "[[condition]]\nrule = \"only-third-country-sponsors-shortly-before-a-vote\"\n\n[who]",
            17,
            "condition.months",
            "add months",
        ),
        (
            "id = \"national-complaint\"",
            "id = \"national-complaint\"\nreplaces = \"nothing\"",
            3,
            "replaces",
            "no mechanism",
        ),
        ("[title]", "[title", 11, "", "docs/mechanisms.md"),
    ] {
        let text = NATIONAL.replacen(change, with, 1);
        assert_ne!(text, NATIONAL, "{change} is in the file");
        let faults = load(&text).expect_err(with);
        let fault = &faults[0];
        let shown = fault.to_string();
        assert_eq!(fault.file, "national-complaint.toml");
        if (fault.line, fault.key.as_str()) != (line, key) || !shown.contains(says) {
            wrong.push(format!("{with}: {shown}"));
        }
        assert!(!fault.mend.is_empty());
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nobody_replaces_a_shipped_mechanism_by_accident() {
    let shipped = SHIPPED.iter().find(|(name, _)| *name == "no-action.toml").expect("there").1;
    // The same id without saying so.
    let faults = Mechanisms::load(&[file("no-action.toml", shipped)]).expect_err("taken");
    assert!(faults[0].to_string().contains("replaces = \"no-action\""), "{}", faults[0]);
    // Saying so.
    let text = shipped.replacen("area = \"none\"", "replaces = \"no-action\"\narea = \"none\"", 1);
    let mechanisms = Mechanisms::load(&[file("no-action.toml", &text)]).expect("meant");
    assert!(mechanisms.get("no-action").expect("there").origin.is_some());
    assert_eq!(mechanisms.len(), Mechanisms::builtin().expect("sound").len());
    // A toolbox is replaced with all its variants.
    let text = NATIONAL.replacen("area =", "replaces = \"hybrid-toolbox\"\narea =", 1);
    let mechanisms = load(&text).expect("meant");
    assert!(mechanisms.get("hybrid-toolbox-recovery").is_none());
}

#[test]
fn all_faults_of_all_files_are_told_and_nothing_is_half_taken() {
    let faults = Mechanisms::load(&[
        file("national-complaint.toml", NATIONAL),
        file("a.toml", "id = 3"),
        file("empty.toml", ""),
        file("long.toml", &"#".repeat(1 << 20)),
        MechanismFile { name: "latin.toml".to_owned(), bytes: b"id = \"x\"\n# \xe9t\xe9".to_vec() },
    ])
    .expect_err("four faults");
    let files: Vec<&str> = faults.iter().map(|fault| fault.file.as_str()).collect();
    assert_eq!(files, ["a.toml", "empty.toml", "long.toml", "latin.toml"]);
    assert_eq!(faults[3].line, 2);
    assert!(faults[3].mend.contains("UTF-8"));
}

#[test]
fn a_file_given_twice_is_taken_once_and_the_second_is_a_fault() {
    let twice = [file("national-complaint.toml", NATIONAL), file("national-complaint.toml", NATIONAL)];
    assert!(Mechanisms::load(&twice).expect_err("twice")[0].to_string().contains("already"));
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    assert!(load(&format!("\u{feff}{NATIONAL}")).is_ok());
}

proptest! {
    /// Whatever is cut out of or put into a file: a set or faults, never a panic, and a fault's line is in the file.
    #[test]
    fn a_damaged_file_gives_a_fault_or_a_mechanism(
        at in 0..NATIONAL.len(), cut in 0..40_usize, put in "[\\PC\\n\\[\\]=\"]{0,12}",
    ) {
        let bytes = NATIONAL.as_bytes();
        let end = (at + cut).min(bytes.len());
        let damaged = [&bytes[..at], put.as_bytes(), &bytes[end..]].concat();
        let lines = damaged.split(|byte| *byte == b'\n').count();
        let given = MechanismFile { name: "national-complaint.toml".to_owned(), bytes: damaged };
        if let Err(faults) = Mechanisms::load(&[given]) {
            prop_assert_eq!(faults.len(), 1);
            prop_assert!((1..=lines).contains(&faults[0].line), "{}", faults[0]);
        }
    }
}

/// The table of rules in docs/mechanisms.md, as the rules themselves give it.
fn table_of_rules() -> String {
    use std::fmt::Write;
    let mut table = String::from("| rule | kind | what it says | source |\n|---|---|---|---|\n");
    for card in crate::router::rule_cards() {
        let kind = if card.safeguard { "safeguard" } else { "condition" };
        let source = &card.source;
        let unread = if source.verified { "" } else { " (not verified)" };
        let (id, text, law, address) = (card.id, card.text.en, &source.cite, &source.address);
        writeln!(table, "| `{id}` | {kind} | {text} | [{law}]({address}){unread} |").expect("memory");
    }
    table
}

#[test]
fn the_documentation_lists_the_rules_as_they_are() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/mechanisms.md");
    let text = fs::read_to_string(path).expect("the page is there");
    let table = table_of_rules();
    assert!(text.contains(&table), "docs/mechanisms.md: put this under «Rules»:\n{table}");
}

#[test]
fn what_replaces_a_law_keeps_its_conditions() {
    // Given a user's notice of illegal content that names no condition,
    let text = NATIONAL.replacen("area =", "replaces = \"dsa-art-16-notice\"\narea =", 1);
    let loaded = load(&text).expect("taken");
    let shipped = Mechanisms::builtin().expect("sound");
    let (old, new) =
        (shipped.get("dsa-art-16-notice").expect("ships"), loaded.get("national-complaint").expect("there"));
    // then it has those of what it replaces, and one that it names with another number stands as it names it.
    assert!(!old.conditions.is_empty() && old.conditions.iter().all(|one| new.conditions.contains(one)));
    assert!(loaded.get("dsa-art-16-notice").is_none());
    let old = shipped.get("ttpa-third-country-sponsor").expect("ships");
    let months = old.conditions.iter().find(|one| one.months.is_some()).expect("counts months");
    let text = format!(
        "{}\n[[condition]]\nrule = \"{}\"\nmonths = 6\n",
        NATIONAL.replacen("area =", "replaces = \"ttpa-third-country-sponsor\"\narea =", 1),
        months.rule
    );
    let loaded = load(&text).expect("taken");
    let new = loaded.get("national-complaint").expect("there");
    assert_eq!(new.conditions.len(), old.conditions.len());
    assert_eq!(new.conditions.iter().find(|one| one.rule == months.rule).expect("kept").months, Some(6));
}

#[test]
fn a_clock_that_would_never_run_is_an_error_at_its_place() {
    let clock = |when: &str| {
        format!(
            "\n[[clock]]\nstep = \"decision\"\nwhat = \"Sooner.\"\nwho = \"addressee\"\nstarts = \"sending\"\nwithin = {{ hours = 48 }}\nbasis = \"law\"\n{when}"
        )
    };
    let last_month = "when = \"last-month-before-election\"\n";
    for behind in [clock(""), clock(last_month)] {
        let faults = load(&format!("{NATIONAL}{behind}")).expect_err("it never runs");
        let line = NATIONAL.lines().count() as u32 + 3;
        assert_eq!(
            (faults[0].key.as_str(), u32::try_from(faults[0].line)),
            ("clock.step", Ok(line)),
            "{}",
            faults[0]
        );
    }
    // In front of the one that always holds it runs; twice for one time it does not.
    let before = |clocks: &str| NATIONAL.replacen("\n[[clock]]", &format!("{clocks}\n[[clock]]"), 1);
    load(&before(&clock(last_month))).expect("the first that holds is taken");
    let twice = format!("{}{}", clock(last_month), clock(last_month));
    assert_eq!(load(&before(&twice)).expect_err("twice")[0].key, "clock.step");
}
