//! Which media types a request may accept and send.

/// The media type of every TAXII 2.1 answer.
pub const MEDIA_TYPE: &str = "application/taxii+json;version=2.1";
/// The media type of STIX 2.1 objects, as manifests and collections name it.
pub const STIX_MEDIA_TYPE: &str = "application/stix+json;version=2.1";

/// Whether an `Accept` header allows a TAXII 2.1 answer. No header allows everything (RFC 9110 §12.5.1).
///
/// Of `application/taxii+json` without a version the newest is meant (TAXII 2.1 §1.6.8), which is ours; a quality of 0
/// refuses.
pub fn accepts(header: Option<&str>) -> bool {
    let Some(header) = header else { return true };
    header.split(',').any(|range| {
        let (name, version, quality) = parts(range);
        let named = matches!(name.as_str(), "application/taxii+json" | "application/*" | "*/*");
        named && version.is_none_or(|version| version == "2.1") && quality != Some(0.0)
    })
}

/// Whether a `Content-Type` header says TAXII 2.1. A body without a type is not taken.
pub fn is_taxii(header: Option<&str>) -> bool {
    let Some(header) = header else { return false };
    let (name, version, _) = parts(header);
    name == "application/taxii+json" && version.is_none_or(|version| version == "2.1")
}

/// Name in lower case, `version` and `q` of one media range.
fn parts(range: &str) -> (String, Option<String>, Option<f64>) {
    let mut pieces = range.split(';');
    let name = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
    let (mut version, mut quality) = (None, None);
    for piece in pieces {
        let Some((key, value)) = piece.split_once('=') else { continue };
        let value = value.trim().trim_matches('"');
        match key.trim().to_ascii_lowercase().as_str() {
            "version" => version = Some(value.to_owned()),
            "q" => quality = value.parse().ok(),
            _ => {}
        }
    }
    (name, version, quality)
}

#[cfg(test)]
mod tests {
    use super::{accepts, is_taxii};

    #[test]
    fn the_version_may_be_left_out_and_no_other_may_be_asked_for() {
        for good in [
            "application/taxii+json;version=2.1",
            "application/taxii+json; version=2.1",
            "application/taxii+json; version=\"2.1\"",
            "Application/TAXII+JSON",
            "application/json, application/taxii+json;version=2.1;q=0.5",
            "*/*",
            "text/html, application/*;q=0.1",
        ] {
            assert!(accepts(Some(good)), "{good}");
        }
        for bad in [
            "application/json",
            "application/taxii+json;version=2.0",
            "application/vnd.oasis.taxii+json;version=2.0",
            "application/taxii+json;version=2.1;q=0",
            "",
        ] {
            assert!(!accepts(Some(bad)), "{bad}");
        }
        assert!(accepts(None));
    }

    #[test]
    fn a_body_says_what_it_is() {
        assert!(is_taxii(Some("application/taxii+json;version=2.1")));
        assert!(is_taxii(Some("application/taxii+json; charset=utf-8")));
        for bad in [None, Some("application/json"), Some("*/*"), Some("application/taxii+json;version=2.0")] {
            assert!(!is_taxii(bad), "{bad:?}");
        }
    }
}
