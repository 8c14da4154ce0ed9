//! Who can be consulted: the bodies that the decision names, the member states, and organisations of this installation.
//!
//! **The problem.** "Who was heard" as free text is a record of nothing. **The choice.** A closed list, in the words that people
//! write (three languages, the code of a country, the id of an organisation). **Rejected.** Codes alone: a record is read by people.

use crate::Facts;

/// Somebody who can be consulted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Body {
    /// The presidency of the Council.
    Presidency,
    /// The Commission.
    Commission,
    /// The High Representative, with the External Action Service.
    HighRepresentative,
    /// The General Secretariat of the Council.
    Secretariat,
    /// A member state, by its code.
    MemberState(&'static str),
    /// An organisation of this installation.
    Organisation(String),
}

/// Words in which the bodies are named, in small letters and without articles.
const BODIES: [(Body, &[&str]); 4] = [
    (
        Body::Presidency,
        &[
            "presidency",
            "council presidency",
            "presidency of the council",
            "présidence",
            "présidence du conseil",
            "vorsitz",
            "ratsvorsitz",
            "ratspräsidentschaft",
        ],
    ),
    (
        Body::Commission,
        &[
            "commission",
            "european commission",
            "commission européenne",
            "kommission",
            "europäische kommission",
        ],
    ),
    (
        Body::HighRepresentative,
        &[
            "high representative",
            "hr/vp",
            "hr",
            "eeas",
            "european external action service",
            "haut représentant",
            "haute représentante",
            "seae",
            "service européen pour l’action extérieure",
            "hoher vertreter",
            "hohe vertreterin",
            "ead",
            "europäischer auswärtiger dienst",
        ],
    ),
    (
        Body::Secretariat,
        &[
            "general secretariat of the council",
            "general secretariat",
            "gsc",
            "council secretariat",
            "secrétariat général du conseil",
            "secrétariat général",
            "sgc",
            "generalsekretariat des rates",
            "generalsekretariat",
        ],
    ),
];

/// The member states: code, then names in English, French and German, in small letters.
const STATES: [(&str, [&str; 3]); 27] = [
    ("AT", ["austria", "autriche", "österreich"]),
    ("BE", ["belgium", "belgique", "belgien"]),
    ("BG", ["bulgaria", "bulgarie", "bulgarien"]),
    ("CY", ["cyprus", "chypre", "zypern"]),
    ("CZ", ["czechia", "tchéquie", "tschechien"]),
    ("DE", ["germany", "allemagne", "deutschland"]),
    ("DK", ["denmark", "danemark", "dänemark"]),
    ("EE", ["estonia", "estonie", "estland"]),
    ("ES", ["spain", "espagne", "spanien"]),
    ("FI", ["finland", "finlande", "finnland"]),
    ("FR", ["france", "france", "frankreich"]),
    ("GR", ["greece", "grèce", "griechenland"]),
    ("HR", ["croatia", "croatie", "kroatien"]),
    ("HU", ["hungary", "hongrie", "ungarn"]),
    ("IE", ["ireland", "irlande", "irland"]),
    ("IT", ["italy", "italie", "italien"]),
    ("LT", ["lithuania", "lituanie", "litauen"]),
    ("LU", ["luxembourg", "luxembourg", "luxemburg"]),
    ("LV", ["latvia", "lettonie", "lettland"]),
    ("MT", ["malta", "malte", "malta"]),
    ("NL", ["netherlands", "pays-bas", "niederlande"]),
    ("PL", ["poland", "pologne", "polen"]),
    ("PT", ["portugal", "portugal", "portugal"]),
    ("RO", ["romania", "roumanie", "rumänien"]),
    ("SE", ["sweden", "suède", "schweden"]),
    ("SI", ["slovenia", "slovénie", "slowenien"]),
    ("SK", ["slovakia", "slovaquie", "slowakei"]),
];

/// Articles that may stand before a name.
const ARTICLES: [&str; 8] = ["the ", "la ", "le ", "l’", "l'", "die ", "der ", "das "];

/// Whom a text names; nothing for what is no such body.
pub(super) fn body(text: &str, facts: &Facts) -> Option<Body> {
    let text = text.trim();
    if facts.organisations.contains_key(text) {
        return Some(Body::Organisation(text.to_owned()));
    }
    let small = text.to_lowercase();
    let name = ARTICLES.iter().find_map(|article| small.strip_prefix(article)).unwrap_or(&small).trim();
    // `HR` in capitals is the code of Croatia; the High Representative is written out, or HR/VP.
    let code = match text {
        "EL" => "GR",
        code => code,
    };
    let state = STATES.iter().find(|(state, names)| *state == code || names.contains(&name));
    if let Some((state, _)) = state {
        return Some(Body::MemberState(state));
    }
    BODIES.iter().find(|(_, names)| names.contains(&name)).map(|(body, _)| body.clone())
}

#[cfg(test)]
mod tests {
    use super::{Body, body};
    use crate::Facts;

    #[test]
    fn bodies_are_known_by_the_words_that_people_write() {
        let facts = Facts::default();
        for (text, found) in [
            ("Commission", Body::Commission),
            ("the European Commission ", Body::Commission),
            ("High Representative", Body::HighRepresentative),
            ("le haut représentant", Body::HighRepresentative),
            ("Ratsvorsitz", Body::Presidency),
            ("GSC", Body::Secretariat),
            ("Austria", Body::MemberState("AT")),
            ("EL", Body::MemberState("GR")),
            ("HR", Body::MemberState("HR")),
            ("Pays-Bas", Body::MemberState("NL")),
        ] {
            assert_eq!(body(text, &facts), Some(found), "{text}");
        }
        for nobody in ["my cat", "", " ", "Narnia", "at", "identity--x"] {
            assert_eq!(body(nobody, &facts), None, "{nobody}");
        }
    }
}
