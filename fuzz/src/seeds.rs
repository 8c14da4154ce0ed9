//! First inputs of each format, and the words that a mutation may put in. Made up; the shapes are those of the standards.

pub const STIX: &[&str] = &[
    r#"{"type":"incident","spec_version":"2.1","id":"incident--3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2c","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"x","object_marking_refs":["marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"]}"#,
    r#"{"type":"bundle","id":"bundle--1","objects":[{"type":"attack-pattern","id":"attack-pattern--3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2c","external_references":[{"source_name":"DISARM","external_id":"T0001"}]},{"type":"url","id":"url--3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2d","value":"https://x"}]}"#,
    r#"[{"type":"report","id":"report--3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2c","created":"2026-01-01T00:00:00Z","name":"r","object_refs":["incident--3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2c","user-account--3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2e"],"granular_markings":[{"marking_ref":"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1","selectors":["object_refs.[0]"]}],"object_marking_refs":["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"]},{"type":"user-account","id":"user-account--3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2e","account_login":"Éve_77"}]"#,
    "{\"type\":\"note\",\"id\":\"note--1\"}\n{\"type\":\"x-y\",\"id\":\"x-y--2\"}\n",
];

pub const STIX_TOKENS: &[&str] = &[
    "\"type\":",
    "\"id\":",
    "\"objects\":[",
    "\"object_refs\":[",
    "\"created_by_ref\":",
    "\"granular_markings\":[",
    "\"selectors\":[\"a.[0]\"]",
    "\"extensions\":{",
    "\"object_marking_refs\":[",
    "\"labels\":[\"tlp:red\"]",
    "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
    "relationship",
    "observed-data",
    "language-content",
    "\"contents\":{\"de\":{\"name\":\"x\"}}",
    "incident--3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2c",
    "null",
    "1.5e3",
    "[]",
    "{}",
    ",",
    "\"more\":true",
    "\"next\":\"x\"",
    "eve_77",
    "\"spec_version\":\"2.1\"",
    "\"manifest\":",
];

pub const PATTERN: &[&str] = &[
    "[url:value = 'https://x'] FOLLOWEDBY [file:hashes.'SHA-256' = 'aa' AND file:size > 5] WITHIN 5 SECONDS",
    "([ipv4-addr:value ISSUBSET '10.0.0.0/8'] OR [a:b[*].c MATCHES '^x+$']) REPEATS 3 TIMES START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00Z'",
    "[x:y IN (1, 2.5, true, h'ab', b'YQ==') AND NOT x:z LIKE 'a%_' AND EXISTS x:q]",
];

pub const PATTERN_TOKENS: &[&str] = &[
    " AND ",
    " OR ",
    " FOLLOWEDBY ",
    " NOT ",
    " IN (",
    " LIKE ",
    " MATCHES ",
    " ISSUPERSET ",
    "EXISTS ",
    " WITHIN 5 SECONDS",
    " REPEATS 2 TIMES",
    " START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00Z'",
    "[a:b = 1]",
    "(",
    ")",
    "[",
    "]",
    "'",
    "\\'",
    "h'",
    "b'",
    "t'",
    "[*]",
    ".c",
    "_ref",
    "-1",
    "9223372036854775808",
    "1.0",
    "true",
    "<=",
    "!=",
    "(((((((((",
];

pub const MISP: &[&str] = &[
    r#"{"Event":{"uuid":"00000000-0000-4000-a000-000000000100","info":"x","date":"2026-02-01","timestamp":"1770000000","distribution":"4","SharingGroup":{"uuid":"00000000-0000-4000-a000-000000000900","SharingGroupOrg":[{"Organisation":{"uuid":"00000000-0000-4000-a000-000000000003"}}]},"Orgc":{"name":"o","uuid":"00000000-0000-4000-a000-000000000002"},"Tag":[{"name":"tlp:amber"}],"Galaxy":[{"type":"disarm-techniques","GalaxyCluster":[{"value":"v","meta":{"external_id":["T0013"]}}]}],"Attribute":[{"uuid":"00000000-0000-4000-a000-000000000101","type":"domain|ip","value":"m.example|192.0.2.7","to_ids":true,"Sighting":[{"uuid":"00000000-0000-4000-a000-000000000201","type":"0","date_sighting":"1"}]}],"Object":[{"uuid":"00000000-0000-4000-a000-000000000110","name":"microblog","Attribute":[{"uuid":"00000000-0000-4000-a000-000000000111","type":"text","object_relation":"username","value":"u"}],"ObjectReference":[{"uuid":"00000000-0000-4000-a000-000000000301","referenced_uuid":"00000000-0000-4000-a000-000000000101","relationship_type":"a b"}]}],"EventReport":[{"uuid":"00000000-0000-4000-a000-000000000401","name":"n","content":"c"}]}}"#,
    r#"{"response":[{"Event":{"uuid":"00000000-0000-4000-a000-000000000100","info":"y","Attribute":[{"uuid":"00000000-0000-4000-a000-000000000102","type":"text","comment":"STIX 2.1 object url--1","value":"{\"type\":\"url\",\"id\":\"url--1\"}"}]}}]}"#,
];

pub const MISP_TOKENS: &[&str] = &[
    "\"Event\":{",
    "\"Attribute\":[",
    "\"Object\":[",
    "\"Tag\":[{\"name\":\"tlp:red\"}]",
    "\"distribution\":5",
    "\"distribution\":\"4\"",
    "\"uuid\":\"00000000-0000-4000-a000-0000000009",
    "\"type\":\"filename|sha256\"",
    "\"type\":\"AS\"",
    "\"type\":\"ip-dst|port\"",
    "\"value\":\"a|b\"",
    "\"timestamp\":99999999999999",
    "\"deleted\":\"1\"",
    "\"first_seen\":\"2026\"",
    "\"attribute_count\":\"9\"",
    "null",
    "narrative",
    "news-media",
    "{}",
    "[]",
    ",",
];

pub const CLAIM: &[&str] = &[
    r#"{"@context":"https://schema.org","@type":"ClaimReview","url":"https://c/1","datePublished":"2026-02-28","claimReviewed":"c","author":{"name":"a"},"itemReviewed":{"author":{"sameAs":["https://t"]},"appearance":[{"url":"https://p"}]},"reviewRating":{"ratingValue":"1,5","bestRating":5,"worstRating":1,"alternateName":"False"}}"#,
    r#"<html><script type="application/ld+json">[{"@type":["Article","schema:ClaimReview"],"schema:claimReviewed":{"@value":"x"},"url":"u"}]</script></html>"#,
    r#"{"claims":[{"text":"x","claimant":"y","claimReview":[{"publisher":{"name":"p"},"textualRating":"t"}]}]}"#,
];

pub const CLAIM_TOKENS: &[&str] = &[
    "\"@type\":\"ClaimReview\"",
    "\"@graph\":[",
    "\"dataFeedElement\":[",
    "\"item\":",
    "\"claimReviewed\":",
    "\"@value\":",
    "\"reviewRating\":{",
    "\"ratingValue\":",
    "\"bestRating\":0",
    "<script type=ld+json>",
    "</script>",
    "İ",
    "ſ",
    "null",
    "-1",
    "1e308",
    "\"datePublished\":\"-009999-01-01T00:00:00Z\"",
    "\"2026-02-30\"",
    "{}",
    "[]",
    ",",
    "\n",
];

pub const DSA: &[&str] = &[
    r#"{"statements":[{"decision_visibility":["DECISION_VISIBILITY_OTHER"],"decision_visibility_other":"x","decision_ground":"DECISION_GROUND_ILLEGAL_CONTENT","illegal_content_legal_ground":"a","illegal_content_explanation":"b","category":"STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS","content_type":["CONTENT_TYPE_TEXT"],"content_date":"2026-02-28","application_date":"2026-03-01","decision_facts":"f","source_type":"SOURCE_VOLUNTARY","automated_detection":"No","automated_decision":"AUTOMATED_DECISION_FULLY","puid":"a-1","content_id":{"EAN-13":"0123456789123"},"territorial_scope":["DE"]}]}"#,
];

pub const DSA_TOKENS: &[&str] = &[
    "DECISION_VISIBILITY_OTHER",
    "DECISION_MONETARY_OTHER",
    "KEYWORD_OTHER",
    "\"category_addition\":[",
    "2026-02-29",
    "0000-00-00",
    "９９９９-12-31",
    "\"end_date_account_restriction\":\"1999-01-01\"",
    "STATEMENT_CATEGORY_",
    "EN",
    "null",
    "{}",
    "[]",
    "=cmd",
    "\"\"",
    "\r\n",
    ";",
    ",",
    "platform_uid",
    "content_id_ean",
    "\u{feff}",
];

pub const CSV: &[&str] = &[
    "uuid,decision_visibility,category,application_date,platform_uid,content_id_ean\n1,\"[\"\"DECISION_VISIBILITY_CONTENT_REMOVED\"\"]\",STATEMENT_CATEGORY_VIOLENCE,2024-05-01,x1,0123456789123\n",
];

pub const TAXII: &[&str] =
    &[r#"{"more":true,"next":"12","objects":[{"type":"url","id":"url--1"},{"x":[1,2,{"y":"\u00e9"}]}]}"#];

pub const BUNDLE: &[&str] = &[
    r#"{"manifest":{"format":"ostrakon-bundle-1","issuer":"identity--1","audience":["identity--2"],"sequence":1,"issued":0,"expires":9,"objects":[{"id":"url--1","version":"","sha256":"00"}]},"signature":"00","objects":[{"type":"url","id":"url--1"}]}"#,
];

/// Seals are written in hexadecimal: the target turns what is JSON into one, signed by a key that it trusts.
pub const SEAL: &[&str] = &[
    r#"{"about":"POST /a","format":"ostrakon-seal-1","from":"00","issued":1750000000000,"nonce":"07070707070707070707070707070707","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","to":"south"}"#,
    "7b7d.00",
    ".",
];

pub const SEAL_TOKENS: &[&str] = &[
    "\"format\":\"ostrakon-seal-1\"",
    "\"from\":",
    "\"to\":null",
    "\"nonce\":",
    "\"issued\":-9223372036854775808",
    "\"issued\":9223372036854775807",
    "\"about\":\"answer ",
    "\"sha256\":",
    "7b",
    ".",
    "..",
    "é",
    ",",
    "{}",
];

pub const FORMAT: &[&str] = &[
    r#"{"type":"bundle","id":"bundle--1","objects":[]}"#,
    r#"{"objects":[],"manifest":{},"signature":""}"#,
    r#"[{"Event":{"uuid":"x","info":"y"}}]"#,
    r#"{"@context":"https://schema.org","@graph":[]}"#,
    "uuid,decision_visibility\r\n1,2\r\n",
    "\u{feff} <html>",
];

pub const FORMAT_TOKENS: &[&str] = &[
    "\"Event\":",
    "\"response\":",
    "\"info\":",
    "\"uuid\":",
    "\"manifest\":",
    "\"signature\":",
    "\"objects\":",
    "\"spec_version\":",
    "\"type\":",
    "\"id\":",
    "\"claims\":",
    "\"@type\":",
    "\"statements\":",
    "\"puid\":",
    "decision_visibility",
    "<script>",
    "\u{feff}",
    "[",
    "{",
    "null",
    ",",
];

pub const PART: &[&str] = &[
    "{\"size\":5,\"from\":2,\"media_type\":\"image/png\",\"captured_at\":7,\"marking\":\"TLP:AMBER\"}\nabc",
    "{\"size\":0,\"from\":0,\"media_type\":\"\",\"captured_at\":-1}\n",
];

pub const PART_TOKENS: &[&str] = &[
    "\"size\":",
    "\"from\":",
    "\"captured_at\":",
    "\"media_type\":",
    "\"marking\":\"TLP:RED\"",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "\"a/b\\r\\nc: d\"",
    "\n",
    "null",
    "{}",
    ",",
];
