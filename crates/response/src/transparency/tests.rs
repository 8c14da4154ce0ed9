//! The log against the recursion that defines it, and against the figures of Certificate Transparency.

use super::*;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// RFC 6962 §2.1, word for word.
fn mth(d: &[Vec<u8>]) -> Hash {
    match d {
        [] => Sha256::digest([]).into(),
        [one] => Sha256::digest([&[0][..], one].concat()).into(),
        _ => {
            let k = below(d.len());
            Sha256::digest([&[1][..], &mth(&d[..k]), &mth(&d[k..])].concat()).into()
        }
    }
}

/// RFC 6962 §2.1.1.
fn path(m: usize, d: &[Vec<u8>]) -> Vec<Hash> {
    if d.len() <= 1 {
        return Vec::new();
    }
    let k = below(d.len());
    if m < k {
        [path(m, &d[..k]), vec![mth(&d[k..])]].concat()
    } else {
        [path(m - k, &d[k..]), vec![mth(&d[..k])]].concat()
    }
}

/// RFC 6962 §2.1.2.
fn subproof(m: usize, d: &[Vec<u8>], whole: bool) -> Vec<Hash> {
    if m == d.len() {
        return if whole { Vec::new() } else { vec![mth(d)] };
    }
    let k = below(d.len());
    if m <= k {
        [subproof(m, &d[..k], whole), vec![mth(&d[k..])]].concat()
    } else {
        [subproof(m - k, &d[k..], false), vec![mth(&d[..k])]].concat()
    }
}

fn below(n: usize) -> usize {
    (0..30).map(|e| 1 << e).rfind(|k| *k < n).expect("n is at least 2")
}

fn entries(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|n| vec![n as u8; n % 7]).collect()
}

fn log(entries: &[Vec<u8>]) -> Log {
    Log::of(entries.iter().map(|one| leaf_hash(one)))
}

fn hex(hash: &Hash) -> String {
    use std::fmt::Write;
    hash.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[test]
fn the_figures_of_certificate_transparency_come_out() {
    // The eight entries of the reference implementation of RFC 6962, and the roots it publishes for each size.
    let entries: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let mut log = Log::default();
    assert_eq!(hex(&log.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    for (entry, root) in entries.iter().zip(roots) {
        log.append(entry);
        assert_eq!(hex(&log.root()), root, "{} entries", log.size());
    }
}

#[test]
fn proofs_of_all_small_logs_are_those_of_the_definition_and_verify() {
    for size in 0..40usize {
        let entries = entries(size);
        let log = log(&entries);
        assert_eq!(log.root(), mth(&entries));
        for index in 0..size {
            let proof = log.inclusion(index as u64, size as u64).expect("within");
            assert_eq!(proof, path(index, &entries));
            let leaf = leaf_hash(&entries[index]);
            verify_inclusion(&leaf, index as u64, size as u64, &proof, &log.root()).expect("it is in");
        }
        for old in 1..=size {
            let proof = log.consistency(old as u64, size as u64).expect("within");
            assert_eq!(proof, subproof(old, &entries, true), "{old} of {size}");
            let before = log.root_at(old as u64).expect("within");
            assert_eq!(before, mth(&entries[..old]));
            verify_consistency(old as u64, size as u64, &proof, &before, &log.root()).expect("only added");
        }
        verify_consistency(0, size as u64, &[], &empty_root(), &log.root())
            .expect("everything begins with nothing");
    }
}

#[test]
fn what_is_beyond_the_log_is_refused() {
    let log = log(&entries(5));
    assert_eq!(log.inclusion(5, 5), Err(LogError::Beyond { asked: 5, size: 5 }));
    assert_eq!(log.inclusion(0, 6), Err(LogError::Beyond { asked: 6, size: 5 }));
    assert_eq!(log.consistency(4, 3), Err(LogError::Beyond { asked: 4, size: 3 }));
    assert_eq!(log.root_at(u64::MAX), Err(LogError::Beyond { asked: u64::MAX, size: 5 }));
    assert!(log.leaf(5).is_err() && log.leaf(u64::MAX).is_err());
    let root = log.root();
    assert!(verify_inclusion(&root, 0, 0, &[], &root).is_err());
    assert_eq!(verify_consistency(3, 2, &[], &root, &root), Err(LogError::Beyond { asked: 3, size: 2 }));
    // Absurd sizes with long proofs end.
    let long = vec![root; 70];
    assert!(verify_inclusion(&root, u64::MAX - 1, u64::MAX, &long, &root).is_err());
    assert!(verify_consistency(1, u64::MAX, &long, &root, &root).is_err());
}

#[test]
fn tiles_hold_the_log_and_have_the_addresses_of_the_standard() {
    let at = |level, index, width| Tile { level, index, width }.path();
    assert_eq!(at(Some(0), 1_234_067, 256), "tile/0/x001/x234/067");
    assert_eq!(at(Some(1), 7, 3), "tile/1/007.p/3");
    assert_eq!(at(None, 1_000, 256), "tile/entries/x001/000");
    assert!(tiles(0).is_empty());
    // 70,000 entries: 273 full tiles and one of 112; 273 of these: one full and one of 17; and the one above.
    let all = tiles(70_000);
    let widths = |level| all.iter().filter(|one| one.level == level).map(|one| one.width).collect::<Vec<_>>();
    assert_eq!((widths(Some(0)).len(), widths(Some(0))[273]), (274, 112));
    assert_eq!(widths(Some(1)), [256, 17]);
    assert_eq!(widths(Some(2)), [1]);
    assert_eq!(widths(None), widths(Some(0)));
    let log = log(&entries(600));
    let row: Vec<u8> = tiles(600)
        .iter()
        .filter(|one| one.level == Some(0))
        .flat_map(|one| log.tile(one).expect("the log has it"))
        .collect();
    let leaves: Vec<Hash> = (0..600).map(|n| log.leaf(n).expect("a leaf")).collect();
    assert_eq!(row, leaves.concat());
    let above = log.tile(&Tile { level: Some(1), index: 0, width: 2 }).expect("two complete subtrees");
    assert_eq!(above[..32], log.root_at(256).expect("within"));
    assert!(log.tile(&Tile { level: Some(1), index: 0, width: 3 }).is_err());
    assert!(log.tile(&Tile { level: Some(255), index: u64::MAX, width: 256 }).is_err());
    assert_eq!(bundle([&b"ab"[..], b""]).expect("short"), [0, 2, b'a', b'b', 0, 0]);
    assert_eq!(bundle([&vec![0; 70_000][..]]), Err(LogError::Entry(70_000)));
}

#[test]
fn a_checkpoint_is_the_text_of_the_standard() {
    let checkpoint =
        Checkpoint { origin: "register.example/ep-2024".into(), size: 20, root: [7; 32], extensions: vec![] };
    let body = "register.example/ep-2024\n20\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n";
    assert_eq!(checkpoint.body(), body);
    assert_eq!(Checkpoint::parse(body), Ok(checkpoint));
    let key = key_id("register.example/ep-2024", &[9; 32]);
    let signature = NoteSignature { name: "register.example/ep-2024".into(), key, signature: vec![1; 64] };
    let note = Note { text: body.into(), signatures: vec![signature] };
    assert!(note.render().contains("\n\n\u{2014} register.example/ep-2024 "));
    assert_eq!(Note::parse(&note.render()), Ok(note));
}

#[test]
fn a_text_that_is_no_checkpoint_says_in_which_line() {
    let line = |text: &str| match Checkpoint::parse(text) {
        Err(LogError::Note { line, .. }) => line,
        other => panic!("{text:?}: {other:?}"),
    };
    let root = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
    for (text, at) in [
        (String::new(), 1),
        (format!("\n1\n{root}\n"), 1),
        (format!("o\n01\n{root}\n"), 2),
        (format!("o\n+1\n{root}\n"), 2),
        (format!("o\n99999999999999999999\n{root}\n"), 2),
        ("o\n1\nAAAA\n".to_owned(), 3),
        (format!("o\n1\n{root}"), 1),
        (format!("o\n1\n{root}\n\n"), 4),
        (format!("o\r\n1\n{root}\n"), 1),
        ("o\n1\n".to_owned(), 2),
    ] {
        assert_eq!(line(&text), at, "{text:?}");
    }
    for bad in [
        "",
        "text\n",
        "text\n\n",
        "text\n\n\u{2014} name\n",
        "text\n\n\u{2014} a+b AAAAAAAA\n",
        "t\n\n\u{2014} a AAAA\n",
    ] {
        assert!(matches!(Note::parse(bad), Err(LogError::Note { .. })), "{bad:?}");
    }
}

#[test]
fn a_redaction_leaves_a_commitment_that_verifies() {
    // Given a register of three versions, each behind its salt,
    let opening = Opening { salt: &[3; 16], payload: b"the text" };
    let logged = Commitment::to(5, "publication/p-1", 1, &opening);
    let mut log = log(&entries(2));
    let index = log.append(&logged.entry());
    // when text and salt are destroyed, then the entry is still proven,
    let proof = log.inclusion(index, log.size()).expect("within");
    verify_inclusion(&leaf_hash(&logged.entry()), index, log.size(), &proof, &log.root())
        .expect("still there");
    // and who kept them can show what stood there, and nobody anything else.
    assert!(logged.opened_by(&opening));
    assert!(!logged.opened_by(&Opening { salt: &[3; 16], payload: b"another" }));
    assert!(!logged.opened_by(&Opening { salt: &[3; 15], payload: b"\x03the text" }));
    // An id with line feeds in it cannot pass for other lines.
    let odd = Commitment { record: "a\n1\n2".into(), ..logged };
    assert_eq!(String::from_utf8_lossy(&odd.entry()).lines().count(), 4);
}

proptest! {
    /// Any log: a proof that was changed anywhere, or moved to another place, does not verify.
    #[test]
    fn a_forged_proof_never_verifies(size in 2usize..200, a: prop::sample::Index, b: prop::sample::Index, at: prop::sample::Index, bit in 0u8..8) {
        let entries: Vec<Vec<u8>> = (0..size).map(|n| n.to_be_bytes().to_vec()).collect();
        let log = log(&entries);
        let (index, old) = (a.index(size) as u64, 1 + b.index(size - 1) as u64);
        let (size, root) = (size as u64, log.root());
        let leaf = log.leaf(index).expect("within");
        let good = log.inclusion(index, size).expect("within");
        let mut bad = good.clone();
        let place = at.index(bad.len());
        bad[place][usize::from(bit)] ^= 1 << bit;
        prop_assert!(verify_inclusion(&leaf, index, size, &bad, &root).is_err());
        prop_assert!(verify_inclusion(&leaf, (index + 1) % size, size, &good, &root).is_err());
        prop_assert!(verify_inclusion(&leaf, index, size, &good[1..], &root).is_err());
        let longer = [good.clone(), vec![root]].concat();
        prop_assert!(verify_inclusion(&leaf, index, size, &longer, &root).is_err());
        // An old root that is not the beginning of the new log.
        let proof = log.consistency(old, size).expect("within");
        let before = log.root_at(old).expect("within");
        prop_assert_eq!(verify_consistency(old, size, &proof, &before, &root), Ok(()));
        prop_assert!(verify_consistency(old, size, &proof, &leaf_hash(b"x"), &root).is_err());
        prop_assert!(verify_consistency(old, size, &proof, &before, &leaf_hash(b"x")).is_err());
        let mut rewritten = entries.clone();
        rewritten[usize::try_from(old).expect("small") - 1].push(1);
        let other = Log::of(rewritten.iter().map(|one| leaf_hash(one)));
        let forged = other.consistency(old, size).expect("within");
        prop_assert!(verify_consistency(old, size, &forged, &before, &other.root()).is_err());
    }

    /// Whatever text comes, reading ends; and what is read is written the same.
    #[test]
    fn notes_are_read_one_way_only(text in "[a-z0-9=+/\\n\u{2014} ]{0,120}") {
        if let Ok(note) = Note::parse(&text) {
            prop_assert_eq!(note.render(), text.clone());
        }
        if let Ok(checkpoint) = Checkpoint::parse(&text) {
            prop_assert_eq!(checkpoint.body(), text);
        }
    }
}
