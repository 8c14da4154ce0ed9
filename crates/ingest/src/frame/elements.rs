//! Elements of one big JSON array, found without parsing them.
//!
//! The problem: exports of gigabytes that are one array. The choice: follow only strings and brackets; what lies
//! between two commas of the outer array is an element, and whether it is JSON is for its parser to say.

/// Follows the nesting of an array whose opening bracket was taken already.
#[derive(Clone, Debug)]
pub struct Elements {
    depth: u32,
    in_string: bool,
    escaped: bool,
}

impl Default for Elements {
    fn default() -> Self {
        Self { depth: 1, in_string: false, escaped: false }
    }
}

impl Elements {
    /// Whether the array's closing bracket was seen.
    pub fn finished(&self) -> bool {
        self.depth == 0
    }

    /// Follows `bytes[from..]` and adds to `ends` where elements end: at the comma, or at the closing bracket. Stops
    /// behind the latter and says how far it came.
    pub fn feed(&mut self, bytes: &[u8], from: usize, ends: &mut Vec<u32>) -> usize {
        let mut at = from;
        while at < bytes.len() && self.depth > 0 {
            if self.in_string {
                if self.escaped {
                    self.escaped = false;
                    at += 1;
                    continue;
                }
                match memchr::memchr2(b'"', b'\\', &bytes[at..]) {
                    None => return bytes.len(),
                    Some(found) => {
                        at += found + 1;
                        if bytes[at - 1] == b'"' { self.in_string = false } else { self.escaped = true }
                    }
                }
                continue;
            }
            match bytes[at] {
                b'"' => self.in_string = true,
                b'[' | b'{' => self.depth += 1,
                b']' | b'}' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        ends.push(at as u32);
                    }
                }
                b',' if self.depth == 1 => ends.push(at as u32),
                _ => {}
            }
            at += 1;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn elements(inner: &[u8], step: usize) -> Vec<String> {
        let (mut scan, mut ends, mut out, mut from) = (Elements::default(), Vec::new(), Vec::new(), 0);
        for to in (step..inner.len() + step).step_by(step) {
            scan.feed(&inner[..to.min(inner.len())], to - step, &mut ends);
        }
        assert!(scan.finished());
        for end in ends {
            out.push(String::from_utf8(inner[from..end as usize].to_vec()).unwrap());
            from = end as usize + 1;
        }
        out
    }

    proptest! {
        #[test]
        fn elements_are_those_of_the_parser(
            texts in prop::collection::vec("[a\\\\\"\\[\\]{},é]{0,8}", 1..6), step in 1usize..20,
        ) {
            let values: Vec<Value> = texts.iter().map(|t| serde_json::json!({"t": t, "l": [t, [t]]})).collect();
            let json = serde_json::to_string(&values).unwrap();
            let found: Vec<Value> =
                elements(&json.as_bytes()[1..], step).iter().map(|e| serde_json::from_str(e).unwrap()).collect();
            prop_assert_eq!(found, values);
        }
    }
}
