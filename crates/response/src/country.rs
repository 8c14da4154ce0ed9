//! Countries: the codes of ISO 3166-1 in two letters, and `EU`.
//!
//! **The choice.** The list itself, since a shape of two letters takes `XX` for a country and a word for none. `EL` and `UK`, as the
//! Union's style writes Greece and the United Kingdom, and `XK` for Kosovo are taken too. **Rejected.** Names of countries: one
//! country has a dozen, and a record is compared by what stands in it.

/// The codes in force, in alphabetical order, and those that the Union writes besides.
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE \
    GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP \
    KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF \
    NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN \
    SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA \
    ZM ZW EU EL UK XK";

/// Whether a text is the code of a country, or `EU`, in capitals.
pub fn is_country(code: &str) -> bool {
    code.len() == 2 && CODES.split_ascii_whitespace().any(|one| one == code)
}

#[cfg(test)]
mod tests {
    use super::{CODES, is_country};

    #[test]
    fn codes_are_countries_and_nothing_else_is() {
        assert_eq!(CODES.split_ascii_whitespace().count(), 249 + 4);
        for code in ["AT", "EU", "XK", "EL", "ZW"] {
            assert!(is_country(code), "{code}");
        }
        for none in ["", "at", "XX", "Narnia", "A", "AUT", "T ", "AD A", "Österreich"] {
            assert!(!is_country(none), "{none}");
        }
    }
}
