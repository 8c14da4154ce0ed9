//! Evidence blobs and their chains of custody.

use crate::support::{NOW, Tried};
use ostrakon_store::{Custody, Error, Intake, Location, sha256, to_hex};
use std::io::{self, Read};

fn intake() -> Intake {
    let custody = Custody {
        source_url: "https://example.test/post/1".into(),
        tool: "capture 1.0".into(),
        ..Custody::default()
    };
    Intake {
        actor: "person-1".into(),
        at: NOW,
        captured_at: NOW - 1_000,
        media_type: "image/png".into(),
        custody,
    }
}

fn read(tried: &Tried, digest: &[u8; 32]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    tried.store.open_blob(digest).map_err(io::Error::other)?.expect("held").read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub fn a_blob_comes_back_byte_for_byte_with_its_custody(tried: &mut Tried) {
    // Longer than one row of PostgreSQL's, and not a multiple of it; and one of nothing.
    for length in [3_000_001_usize, 1 << 20, 0] {
        let bytes: Vec<u8> = (0..length).map(|n| (n * 31 % 251) as u8).collect();
        let digest = tried.store.put_blob(&mut bytes.as_slice(), intake()).expect("stored");
        assert_eq!(digest, sha256(&bytes));
        assert_eq!(read(tried, &digest).expect("whole"), bytes);
        let blob = tried.store.blob(&digest).expect("readable").expect("known");
        assert_eq!(
            (blob.meta.size, blob.meta.captured_at, blob.destroyed),
            (length as u64, NOW - 1_000, None)
        );
    }
    assert_eq!(tried.store.blob(&[1; 32]).expect("readable"), None);
    assert!(tried.store.open_blob(&[1; 32]).expect("readable").is_none());
}

pub fn custody_is_a_chain_that_can_be_checked_alone(tried: &mut Tried) {
    let digest = tried.store.put_blob(&mut &b"picture"[..], intake()).expect("stored");
    tried.store.put_blob(&mut &b"picture"[..], intake()).expect("the same again");
    let receipt = tried.store.destroy_blob(
        &digest,
        "person-2",
        NOW,
        Custody { reason: "court order".into(), ..Custody::default() },
    );
    receipt.expect("destroyed");
    let chain = tried.store.custody(&digest).expect("readable");
    let mut prev = [0; 32];
    for (entry, action) in chain.iter().zip(["collect", "collect", "destroy"]) {
        let json: serde_json::Value = serde_json::from_slice(&entry.json).expect("JSON");
        assert_eq!(
            (json["action"].as_str(), json["object_sha256"].as_str()),
            (Some(action), Some(to_hex(&digest).as_str()))
        );
        assert_eq!((entry.prev, entry.hash), (prev, sha256(&[prev.as_slice(), &entry.json].concat())));
        prev = entry.hash;
    }
    assert_eq!(chain.len(), 3);
}

pub fn a_destroyed_blob_is_gone_and_leaves_a_receipt(tried: &mut Tried) {
    let digest = tried.store.put_blob(&mut &b"picture"[..], intake()).expect("stored");
    let receipt = tried.store.destroy_blob(&digest, "person-2", NOW, Custody::default()).expect("destroyed");
    assert!(
        matches!(tried.store.open_blob(&digest), Err(Error::Erased { receipt: found, .. }) if found == receipt)
    );
    let again = tried.store.destroy_blob(&digest, "person-2", NOW, Custody::default()).expect("again");
    assert_eq!(again, receipt, "the second time finds it done");
    assert!(tried.store.destroy_blob(&[1; 32], "person-2", NOW, Custody::default()).is_err(), "unknown");
    assert_eq!(tried.store.verify().expect("readable").first_bad, None);
    // Captured again: held again.
    tried.store.put_blob(&mut &b"picture"[..], intake()).expect("stored");
    assert_eq!(read(tried, &digest).expect("whole"), b"picture");
    assert!(tried.store.projections_match().expect("readable"));
}

pub fn a_blob_that_was_changed_is_noticed_when_it_is_read(tried: &mut Tried) {
    let digest = tried.store.put_blob(&mut &b"picture"[..], intake()).expect("stored");
    let name = to_hex(&digest);
    match &tried.location {
        Location::Sqlite(folder) => {
            std::fs::write(folder.join("blobs").join(&name[..2]).join(&name), b"pictures").expect("writable");
        }
        Location::Postgres(_) => tried.sql("UPDATE blob_parts SET bytes = sha256"),
    }
    assert_eq!(read(tried, &digest).expect_err("changed").kind(), io::ErrorKind::InvalidData);
    let found = tried.store.doctor(false).expect("readable");
    assert!(found.iter().any(|ailment| ailment.what.contains(&name)), "{found:?}");
}

pub fn a_source_that_fails_half_way_leaves_nothing(tried: &mut Tried) {
    struct Failing(u32);
    impl Read for Failing {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            self.0 += 1;
            if self.0 > 3 { Err(io::Error::other("the line is cut")) } else { Ok(out.len()) }
        }
    }
    let error = tried.store.put_blob(&mut Failing(0), intake()).expect_err("cut");
    assert!(error.to_string().contains("the line is cut"), "{error}");
    assert_eq!(tried.store.last_seq().expect("readable"), 0);
}
