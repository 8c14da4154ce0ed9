//! The fields of a statement as a table.

use crate::error::Problem;

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Text of at most so many characters.
    Text(usize),
    /// One of these, behind the prefix.
    One(&'static str, &'static [&'static str]),
    /// A list of these, behind the prefix.
    Many(&'static str, &'static [&'static str]),
    /// `YYYY-MM-DD`, not before.
    Date(&'static str),
    /// Letters, digits, `-`, `_`.
    Puid,
    /// A web address.
    Url,
    /// ISO 639-1 in capitals.
    Language,
    /// `{"EAN-13": thirteen digits}`.
    ContentId,
}

pub(super) const VISIBILITY_OTHER: &str = "DECISION_VISIBILITY_OTHER";
pub(super) const MONETARY_OTHER: &str = "DECISION_MONETARY_OTHER";
pub(super) const ILLEGAL: &str = "DECISION_GROUND_ILLEGAL_CONTENT";
pub(super) const INCOMPATIBLE: &str = "DECISION_GROUND_INCOMPATIBLE_CONTENT";

const CATEGORY: &[&str] = &[
    "ANIMAL_WELFARE",
    "CONSUMER_INFORMATION",
    "CYBER_VIOLENCE",
    "CYBER_VIOLENCE_AGAINST_WOMEN",
    "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    "ILLEGAL_OR_HARMFUL_SPEECH",
    "INTELLECTUAL_PROPERTY_INFRINGEMENTS",
    "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
    "NOT_SPECIFIED_NOTICE",
    "OTHER_VIOLATION_TC",
    "PROTECTION_OF_MINORS",
    "RISK_FOR_PUBLIC_SECURITY",
    "SCAMS_AND_FRAUD",
    "SELF_HARM",
    "UNSAFE_AND_PROHIBITED_PRODUCTS",
    "VIOLENCE",
];

/// EU and EEA.
const COUNTRY: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT",
    "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

const KEYWORD: &[&str] = &[
    "ADULT_SEXUAL_MATERIAL",
    "AGE_SPECIFIC_RESTRICTIONS",
    "AGE_SPECIFIC_RESTRICTIONS_MINORS",
    "ANIMAL_HARM",
    "BIOMETRIC_DATA_BREACH",
    "BULLYING_AGAINST_GIRLS",
    "CHILD_SEXUAL_ABUSE_MATERIAL",
    "CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE",
    "CONTENT_PROMOTING_EATING_DISORDERS",
    "COORDINATED_HARM",
    "COPYRIGHT_INFRINGEMENT",
    "CYBER_BULLYING_INTIMIDATION",
    "CYBER_HARASSMENT",
    "CYBER_HARASSMENT_AGAINST_WOMEN",
    "CYBER_INCITEMENT",
    "CYBER_STALKING",
    "CYBER_STALKING_AGAINST_WOMEN",
    "DATA_FALSIFICATION",
    "DEFAMATION",
    "DESIGN_INFRINGEMENT",
    "DISCRIMINATION",
    "FEMALE_GENDERED_DISINFORMATION",
    "GEOGRAPHICAL_REQUIREMENTS",
    "GEOGRAPHIC_INDICATIONS_INFRINGEMENT",
    "GOODS_SERVICES_NOT_PERMITTED",
    "GROOMING_SEXUAL_ENTICEMENT_MINORS",
    "HATE_SPEECH",
    "HIDDEN_ADVERTISEMENT",
    "HUMAN_EXPLOITATION",
    "HUMAN_TRAFFICKING",
    "ILLEGAL_ORGANIZATIONS",
    "IMPERSONATION_ACCOUNT_HIJACKING",
    "INAUTHENTIC_ACCOUNTS",
    "INAUTHENTIC_LISTINGS",
    "INAUTHENTIC_USER_REVIEWS",
    "INCITEMENT_AGAINST_WOMEN",
    "INCITEMENT_VIOLENCE_HATRED",
    "INSUFFICIENT_INFORMATION_ON_TRADERS",
    "LANGUAGE_REQUIREMENTS",
    "MISINFORMATION_DISINFORMATION",
    "MISLEADING_INFO_CONSUMER_RIGHTS",
    "MISLEADING_INFO_GOODS_SERVICES",
    "MISSING_PROCESSING_GROUND",
    "NONCOMPLIANCE_PRICING",
    "NON_CONSENSUAL_IMAGE_SHARING",
    "NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN",
    "NON_CONSENSUAL_MATERIAL_DEEPFAKE",
    "NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN",
    "NUDITY",
    "OTHER",
    "PATENT_INFRINGEMENT",
    "PHISHING",
    "PROHIBITED_PRODUCTS",
    "PYRAMID_SCHEMES",
    "RIGHT_TO_BE_FORGOTTEN",
    "RISK_ENVIRONMENTAL_DAMAGE",
    "RISK_PUBLIC_HEALTH",
    "SELF_MUTILATION",
    "STALKING",
    "SUICIDE",
    "TERRORIST_CONTENT",
    "TRADEMARK_INFRINGEMENT",
    "TRADE_SECRET_INFRINGEMENT",
    "TRAFFICKING_WOMEN_GIRLS",
    "UNLAWFUL_SALE_ANIMALS",
    "UNSAFE_CHALLENGES",
    "UNSAFE_PRODUCTS",
    "VIOLATION_EU_LAW",
    "VIOLATION_NATIONAL_LAW",
];

const LANGUAGE: &str = "AA AB AE AF AK AM AN AR AS AV AY AZ BA BE BG BH BI BM BN BO BR BS CA CE CH CO CR CS CU CV CY DA DE \
    DV DZ EE EL EN EO ES ET EU FA FF FI FJ FO FR FY GA GD GL GN GU GV HA HE HI HO HR HT HU HY HZ IA ID IE IG II IK IO IS \
    IT IU JA JV KA KG KI KJ KK KL KM KN KO KR KS KU KV KW KY LA LB LG LI LN LO LT LU LV MG MH MI MK ML MN MR MS MT MY NA \
    NB ND NE NG NL NN NO NR NV NY OC OJ OM OR OS PA PI PL PS PT QU RM RN RO RU RW SA SC SD SE SG SI SK SL SM SN SO SQ SR \
    SS ST SU SV SW TA TE TG TH TI TK TL TN TO TR TS TT TW TY UG UK UR UZ VE VI VO WA WO XH YI YO ZA ZH ZU";

/// Every field that the schema knows, whether it is required, and what it holds.
pub(super) const FIELDS: [(&str, bool, Kind); 34] = [
    (
        "decision_visibility",
        false,
        Kind::Many(
            "DECISION_VISIBILITY_",
            &[
                "CONTENT_REMOVED",
                "CONTENT_DISABLED",
                "CONTENT_DEMOTED",
                "CONTENT_AGE_RESTRICTED",
                "CONTENT_INTERACTION_RESTRICTED",
                "CONTENT_LABELLED",
                "OTHER",
            ],
        ),
    ),
    ("decision_visibility_other", false, Kind::Text(500)),
    ("end_date_visibility_restriction", false, Kind::Date("2020-01-01")),
    ("decision_monetary", false, Kind::One("DECISION_MONETARY_", &["SUSPENSION", "TERMINATION", "OTHER"])),
    ("decision_monetary_other", false, Kind::Text(500)),
    ("end_date_monetary_restriction", false, Kind::Date("2020-01-01")),
    (
        "decision_provision",
        false,
        Kind::One(
            "DECISION_PROVISION_",
            &["PARTIAL_SUSPENSION", "TOTAL_SUSPENSION", "PARTIAL_TERMINATION", "TOTAL_TERMINATION"],
        ),
    ),
    ("end_date_service_restriction", false, Kind::Date("2020-01-01")),
    ("decision_account", false, Kind::One("DECISION_ACCOUNT_", &["SUSPENDED", "TERMINATED"])),
    ("end_date_account_restriction", false, Kind::Date("2020-01-01")),
    ("account_type", false, Kind::One("ACCOUNT_TYPE_", &["BUSINESS", "PRIVATE"])),
    ("decision_ground", true, Kind::One("DECISION_GROUND_", &["ILLEGAL_CONTENT", "INCOMPATIBLE_CONTENT"])),
    ("decision_ground_reference_url", false, Kind::Url),
    ("illegal_content_legal_ground", false, Kind::Text(500)),
    ("illegal_content_explanation", false, Kind::Text(2_000)),
    ("incompatible_content_ground", false, Kind::Text(500)),
    ("incompatible_content_explanation", false, Kind::Text(2_000)),
    ("incompatible_content_illegal", false, Kind::One("", &["Yes", "No"])),
    ("category", true, Kind::One("STATEMENT_CATEGORY_", CATEGORY)),
    ("category_addition", false, Kind::Many("STATEMENT_CATEGORY_", CATEGORY)),
    ("category_specification", false, Kind::Many("KEYWORD_", KEYWORD)),
    ("category_specification_other", false, Kind::Text(500)),
    (
        "content_type",
        true,
        Kind::Many(
            "CONTENT_TYPE_",
            &["APP", "AUDIO", "IMAGE", "PRODUCT", "SYNTHETIC_MEDIA", "TEXT", "VIDEO", "OTHER"],
        ),
    ),
    ("content_type_other", false, Kind::Text(500)),
    ("content_language", false, Kind::Language),
    ("content_date", true, Kind::Date("2000-01-01")),
    ("content_id", false, Kind::ContentId),
    ("territorial_scope", false, Kind::Many("", COUNTRY)),
    ("application_date", true, Kind::Date("2020-01-01")),
    ("decision_facts", true, Kind::Text(5_000)),
    (
        "source_type",
        true,
        Kind::One("SOURCE_", &["ARTICLE_16", "TRUSTED_FLAGGER", "TYPE_OTHER_NOTIFICATION", "VOLUNTARY"]),
    ),
    ("source_identity", false, Kind::Text(500)),
    ("automated_detection", true, Kind::One("", &["Yes", "No"])),
    ("automated_decision", true, Kind::One("AUTOMATED_DECISION_", &["FULLY", "PARTIALLY", "NOT_AUTOMATED"])),
];

/// Whether a text is a language code.
pub(super) fn is_language(text: &str) -> bool {
    text.len() == 2 && LANGUAGE.split_ascii_whitespace().any(|one| one == text)
}

/// Whether a text is a day of the calendar, `YYYY-MM-DD`.
pub(super) fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let number = |range: std::ops::Range<usize>| -> Option<u32> {
        bytes[range.clone()].iter().all(u8::is_ascii_digit).then(|| text[range].parse().ok())?
    };
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// A value that is not in its list, with those that are nearest to what was meant.
pub(super) fn unknown(path: String, prefix: &str, known: &[&str], given: &str) -> Problem {
    let list = known.iter().map(|one| format!("{prefix}{one}"));
    let shown: Vec<String> = if known.len() <= 8 {
        list.collect()
    } else {
        let meant = given.trim_start_matches(prefix);
        let word = meant.split('_').next().unwrap_or(meant);
        let near: Vec<String> = list.filter(|one| !word.is_empty() && one.contains(word)).take(5).collect();
        if near.is_empty() {
            vec![format!("one of the {} values of the schema that begin with {prefix:?}", known.len())]
        } else {
            near
        }
    };
    Problem::new(path, format!("{given:?} is not allowed; use {}", shown.join(", ")))
}
