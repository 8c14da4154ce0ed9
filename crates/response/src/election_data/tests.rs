use super::*;
use std::{fs, path::Path};

fn file(name: &str, text: &str) -> MechanismFile {
    MechanismFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

fn france() -> &'static str {
    SHIPPED.iter().find(|(name, _)| *name == "fr-2027-presidential.toml").expect("there").1
}

#[test]
fn what_ships_is_what_is_in_the_folder_and_every_file_is_sound() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ontology/elections");
    let mut there: Vec<String> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    there.sort();
    assert_eq!(SHIPPED.iter().map(|(name, _)| *name).collect::<Vec<_>>(), there);
    let calendar = election_calendar(&[]).map_err(|faults| faults[0].to_string()).expect("sound");
    assert_eq!(calendar.len(), SHIPPED.len());
    assert!(countries(&calendar).contains("EU") && calendar.len() >= 12);
    for one in calendar.values() {
        assert!(!one.name.fr.is_empty() && !one.name.de.is_empty(), "{}", one.id);
        assert!((2024..=2027).contains(&one.first_day.year()), "{}", one.id);
    }
}

#[test]
fn a_day_begins_and_ends_where_the_election_is_held() {
    let calendar = election_calendar(&[]).expect("sound");
    // Four days in June, in Brussels: from Thursday 00:00 to Sunday 24:00, summer time.
    let (opens, closes) = calendar["eu-2024-european-parliament"].opens_and_closes();
    assert_eq!((opens, closes), (1_717_624_800_000, 1_717_970_399_999));
}

#[test]
fn a_correction_says_what_it_replaces() {
    let moved = france().replace("2027-04-18", "2027-04-11");
    let again = [file("fr-2027-presidential.toml", &moved)];
    assert!(election_calendar(&again).expect_err("taken")[0].to_string().contains("replaces"));
    let meant = format!("replaces = \"fr-2027-presidential\"\n{moved}");
    let calendar = election_calendar(&[file("fr-2027-presidential.toml", &meant)]).expect("meant");
    assert_eq!(calendar["fr-2027-presidential"].first_day, jiff::civil::date(2027, 4, 11));
}

#[test]
fn an_error_gives_file_line_key_and_mend() {
    for (change, with, line, key) in [
        ("kind = \"presidential\"", "kind = \"royal\"", 2, "kind"),
        ("country = \"FR\"", "country = \"France\"", 3, "country"),
        ("Europe/Paris", "Europe/Atlantis", 4, "time_zone"),
        ("first_day = \"2027-04-18\"", "first_day = \"18.4.2027\"", 5, "first_day"),
        ("last_day = \"2027-04-18\"", "last_day = \"2027-04-17\"", 6, "last_day"),
        ("verified = true", "verified = maybe", 17, "verified"),
        ("https://", "ftp://", 16, "address"),
        ("id = \"fr-2027-presidential\"", "id = \"fr-2027\"", 1, "id"),
    ] {
        let text = france().replacen(change, with, 1);
        assert_ne!(text, france(), "{change}");
        let faults = election_calendar(&[file("fr-2027-presidential.toml", &text)]).expect_err(with);
        assert_eq!((faults[0].line, faults[0].key.as_str()), (line, key), "{}", faults[0]);
        assert!(!faults[0].mend.is_empty());
    }
    let odd = [
        MechanismFile { name: "x.toml".into(), bytes: vec![0xff; 9] },
        MechanismFile { name: "y.toml".into(), bytes: vec![b'#'; 1 << 20] },
        file("z.toml", ""),
    ];
    assert_eq!(election_calendar(&odd).expect_err("three").len(), 3);
}
