//! What the grammar of patterns allows and the specification does not.

use super::ast::{Literal, Observation, Operator, Qualifier, Step, Test};

pub(super) fn problems(root: &Observation) -> Vec<String> {
    let mut problems = Vec::new();
    qualifiers(root, &mut problems);
    root.each_test(&mut |test| hashes(test, &mut problems));
    problems
}

/// A qualifier may stand once on one observation; on a group it qualifies what was qualified before.
fn qualifiers(node: &Observation, problems: &mut Vec<String>) {
    match node {
        Observation::Single(_) => {}
        Observation::And(parts) | Observation::Or(parts) | Observation::FollowedBy(parts) => {
            for part in parts {
                qualifiers(part, problems);
            }
        }
        Observation::Group(inner) => qualifiers(inner, problems),
        Observation::Qualified(inner, list) => {
            qualifiers(inner, problems);
            if matches!(**inner, Observation::Single(_)) {
                for (at, qualifier) in list.iter().enumerate() {
                    if list[..at].iter().any(|earlier| name(earlier) == name(qualifier)) {
                        problems.push(format!("{} stands twice on one observation", name(qualifier)));
                    }
                }
            }
        }
    }
}

fn name(qualifier: &Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Within(_) => "WITHIN",
        Qualifier::Repeats(_) => "REPEATS",
        Qualifier::StartStop(..) => "START … STOP",
    }
}

/// A hash that is compared for equality must be one that its algorithm can give.
fn hashes(test: &Test, problems: &mut Vec<String>) {
    let steps = &test.path.steps;
    let Some(Step::Key(algorithm)) = steps.last() else { return };
    if !steps.contains(&Step::Key("hashes".to_owned())) {
        return;
    }
    let literals: &[Literal] = match &test.operator {
        Operator::Equal(literal) | Operator::Unequal(literal) => std::slice::from_ref(literal),
        Operator::In(literals) => literals,
        _ => return,
    };
    for literal in literals {
        if let Literal::Text(hash) = literal
            && !possible(algorithm, hash)
        {
            problems.push(format!("'{hash}' is no {algorithm} hash"));
        }
    }
}

/// Whether an algorithm gives hashes of this form. What is not known is possible.
fn possible(algorithm: &str, hash: &str) -> bool {
    let hex =
        |digits: &[usize]| digits.contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    match algorithm.to_ascii_uppercase().replace('-', "").as_str() {
        "MD5" => hex(&[32]),
        "MD6" => hex(&[32, 40, 56, 64, 96, 128]),
        "RIPEMD160" | "SHA1" => hex(&[40]),
        "SHA224" | "SHA3224" => hex(&[56]),
        "SHA256" | "SHA3256" => hex(&[64]),
        "SHA384" | "SHA3384" => hex(&[96]),
        "SHA512" | "SHA3512" | "WHIRLPOOL" => hex(&[128]),
        "SSDEEP" => {
            (1..=128).contains(&hash.len())
                && hash
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'+' | b':' | b'.'))
        }
        _ => true,
    }
}
