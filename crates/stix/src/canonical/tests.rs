//! The vectors of RFC 8785 (§3.2.2, §3.2.3 and appendix B), and what holds for every value.

use super::{to_string, write_double};
use proptest::prelude::*;
use serde_json::{Value, json};

fn canonical(text: &str) -> String {
    to_string(&serde_json::from_str(text).expect("a test's own JSON"))
}

#[test]
fn the_example_of_the_standard() {
    let given = r#"{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
        "string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"#;
    let then = "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\
                \"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";
    assert_eq!(canonical(given), then);
}

#[test]
fn keys_are_sorted_by_utf16_units() {
    let given = r#"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
        "\ud83d\ude00":"Emoji","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#;
    let sorted: Value = serde_json::from_str(&canonical(given)).expect("canonical text is JSON");
    let order: Vec<&str> =
        sorted.as_object().expect("an object").values().filter_map(Value::as_str).collect();
    assert_eq!(
        order,
        [
            "Carriage Return",
            "One",
            "Control",
            "Latin Small Letter O With Diaeresis",
            "Euro Sign",
            "Emoji",
            "Hebrew Letter Dalet With Dagesh"
        ]
    );
}

#[test]
fn numbers_of_appendix_b() {
    let vectors: [(u64, &str); 22] = [
        (0x0000_0000_0000_0000, "0"),
        (0x8000_0000_0000_0000, "0"),
        (0x0000_0000_0000_0001, "5e-324"),
        (0x8000_0000_0000_0001, "-5e-324"),
        (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
        (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
        (0x4340_0000_0000_0000, "9007199254740992"),
        (0xc340_0000_0000_0000, "-9007199254740992"),
        (0x4430_0000_0000_0000, "295147905179352830000"),
        (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
        (0x44b5_2d02_c7e1_4af6, "1e+23"),
        (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
        (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
        (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
        (0x444b_1ae4_d6e2_ef50, "1e+21"),
        (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
        (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
        (0x41b3_de43_5555_5553, "333333333.3333332"),
        (0x41b3_de43_5555_5554, "333333333.33333325"),
        (0x41b3_de43_5555_5555, "333333333.3333333"),
        (0x41b3_de43_5555_5556, "333333333.3333334"),
        (0x41b3_de43_5555_5557, "333333333.33333343"),
    ];
    for (bits, then) in vectors {
        let mut out = String::new();
        write_double(f64::from_bits(bits), &mut out);
        assert_eq!(out, then, "{bits:016x}");
        assert_eq!(out.parse::<f64>().map(|x| x == f64::from_bits(bits)), Ok(true), "{bits:016x}");
    }
}

#[test]
fn integers_of_64_bits_are_kept_to_the_digit() {
    assert_eq!(
        canonical("[9007199254740993,-9223372036854775808,18446744073709551615]"),
        "[9007199254740993,-9223372036854775808,18446744073709551615]"
    );
    assert_eq!(canonical("[123456789012345678901234567890, 5.0, -0.0]"), "[1.2345678901234568e+29,5,0]");
    assert_eq!(to_string(&json!({})), "{}");
}

/// Any JSON value, to a depth of four.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has finite numbers", |x| x.is_finite()).prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((".*", inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn the_canonical_text_is_its_own_canonical_text(value in any_value()) {
        let once = to_string(&value);
        prop_assert_eq!(canonical(&once), once);
    }

    #[test]
    fn the_order_of_keys_and_white_space_do_not_matter(value in any_value()) {
        let spaced = serde_json::to_string_pretty(&value).expect("a value is JSON");
        prop_assert_eq!(canonical(&spaced), to_string(&value));
    }
}
