//! `application/x-www-form-urlencoded` (WHATWG URL, §5): names and values of a form or a query.
//!
//! Own code, since what a framework refuses as a whole is here shown to who typed it: the reader takes what it can and names the
//! field that it cannot.

use std::collections::BTreeMap;

/// Values by name; of several with one name the last.
pub(super) type Fields = BTreeMap<String, String>;

/// Fields of a form, at most.
const MOST: usize = 64;

/// Reads a form; `Err` with the name of the field that is no UTF-8 or broken, empty where that is the name itself.
pub(super) fn read(bytes: &[u8]) -> Result<Fields, String> {
    let mut fields = Fields::new();
    for pair in bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).take(MOST) {
        let at = pair.iter().position(|byte| *byte == b'=');
        let (name, value) = at.map_or((pair, &[][..]), |at| (&pair[..at], &pair[at + 1..]));
        let name = decode(name).ok_or_else(String::new)?;
        let value = decode(value).ok_or_else(|| name.clone())?;
        fields.insert(name, value);
    }
    Ok(fields)
}

fn decode(text: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digit = |at: usize| char::from(*rest.get(at)?).to_digit(16);
                bytes.push((digit(0)? * 16 + digit(1)?) as u8);
                rest = &rest[2..];
            }
            other => bytes.push(*other),
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    // What no form field can hold, no record shall.
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    (!text.contains(control)).then(|| text.replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_form_is_read_as_browsers_write_it() {
        let fields =
            read(b"title=A+b%26c&statement=Zeile+1%0D%0AZeile+2&empty=&flag&title=last").expect("a form");
        assert_eq!(fields["title"], "last");
        assert_eq!(fields["statement"], "Zeile 1\nZeile 2");
        assert_eq!((fields["empty"].as_str(), fields["flag"].as_str()), ("", ""));
        for (bad, name) in
            [(&b"a=%ff"[..], "a"), (b"a=%4", "a"), (b"a=%zz", "a"), (b"%ff=a", ""), (b"a=%00", "a")]
        {
            assert_eq!(read(bad), Err(name.to_owned()));
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(fields) = read(&bytes) {
                prop_assert!(fields.len() <= MOST);
            }
        }

        #[test]
        fn what_is_encoded_is_read_back(value in "[^\\p{Cc}]{0,40}") {
            let encoded = value.bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02x}"));
            let fields = read(format!("a={encoded}").as_bytes()).expect("a form");
            prop_assert_eq!(&fields["a"], &value);
        }
    }
}
