//! Language tags (RFC 5646), as far as objects use them.
//!
//! A tag is a language (ISO 639-1, or 639-2 where there is no shorter code), and optionally a script, a region, variants
//! and extensions in that order. Rejected: a fixed list of the tags some software ships; the one the reference validator
//! carries has no Irish.

use crate::spec::names;

/// ISO 639-1, and the code `ns` that common locale lists use for Northern Sotho.
const TWO: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee \
    el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv \
    ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl \
    nn no nr ns nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv \
    sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Codes of ISO 639-2, bibliographic and terminological, of languages that have a code of two letters: no tag uses them.
const HAVE_A_SHORTER: &str = "aar abk afr aka alb amh ara arg arm asm ava ave aym aze bak bam baq bel ben bih bis bod bos bre bul bur \
    cat ces cha che chi chu chv cor cos cre cym cze dan deu div dut dzo ell eng epo est eus ewe fao fas fij fin fra fre fry ful geo ger \
    gla gle glg glv gre grn guj hat hau heb her hin hmo hrv hun hye ibo ice ido iii iku ile ina ind ipk isl ita jav jpn kal kan kas kat \
    kau kaz khm kik kin kir kom kon kor kua kur lao lat lav lim lin lit ltz lub lug mac mah mal mao mar may mkd mlg mlt mon mri msa mya \
    nau nav nbl nde ndo nep nld nno nob nor nya oci oji ori orm oss pan per pli pol por pus que roh ron rum run rus sag san sin slk slo \
    slv sme smo sna snd som sot spa sqi srd srp ssw sun swa swe tah tam tat tel tgk tgl tha tib tir ton tsn tso tuk tur twi uig ukr urd \
    uzb ven vie vol wel wln wol xho yid yor zha zho zul";

/// Whether this is a language tag.
pub(crate) fn language(text: &str) -> bool {
    let mut parts = text.split('-').peekable();
    let first = parts.next().unwrap_or_default();
    if !(match first.len() {
        2 => TWO.split_ascii_whitespace().any(|code| code == first),
        3 => {
            names::LANGUAGES.has(first) && !HAVE_A_SHORTER.split_ascii_whitespace().any(|code| code == first)
        }
        _ => false,
    }) {
        return false;
    }
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    parts.next_if(|part| part.len() == 4 && letters(part));
    parts.next_if(|part| region(part));
    while parts.next_if(|part| plain(part) && ((5..=8).contains(&part.len()) || variant(part))).is_some() {}
    // Extensions and private use: a single letter or digit, then subtags of two to eight.
    while let Some(single) = parts.next_if(|part| part.len() == 1 && plain(part)) {
        let shortest = if single.eq_ignore_ascii_case("x") { 1 } else { 2 };
        let mut any = false;
        while parts.next_if(|part| plain(part) && (shortest..=8).contains(&part.len())).is_some() {
            any = true;
        }
        if !any {
            return false;
        }
    }
    parts.next().is_none()
}

fn variant(part: &str) -> bool {
    part.len() == 4 && part.starts_with(|first: char| first.is_ascii_digit())
}

fn region(part: &str) -> bool {
    let code = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase());
    // CB and SP stand in common locale lists for the Caribbean and Serbia.
    (code && (names::COUNTRIES.has(part) || matches!(part, "CB" | "SP" | "XK")))
        || (part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A language of software (§6.14): a tag, or an ISO 639-2 code of STIX 2.0.
pub(crate) fn software_language(text: &str) -> bool {
    names::LANGUAGES.has(text) || language(text)
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn tags_are_told_from_words() {
        for tag in [
            "en",
            "ga",
            "de-AT",
            "sr-Cyrl-BA",
            "es-419",
            "zh-Hant-TW",
            "sl-rozaj-biske",
            "kok-IN",
            "de-1996",
            "en-x-a",
        ] {
            assert!(language(tag), "{tag}");
        }
        for text in [
            "", "e", "english", "xx", "deu", "cze-CZ", "en-", "en-us", "en_US", "español", "de-AT-", "en-x",
            "fra fra",
        ] {
            assert!(!language(text), "{text}");
        }
    }
}
