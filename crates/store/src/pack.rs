//! Contents as they lie in the database: compressed each for itself, so that one can be read, or erased, alone.
//!
//! **The problem.** A STIX object is about a kilobyte of JSON whose keys are the same in each: alone it compresses
//! badly. **The choice.** zstd with a dictionary of the language's words, part of the program and therefore never lost;
//! `codec` says which one, so that a later one can be added beside it. **Rejected.** Compressing objects in blocks (reading
//! one would unpack its neighbours, erasing one would rewrite them) and a trained dictionary in the database (a second
//! thing to back up, without which nothing can be read).

use crate::{Error, Result, digest};
use std::cell::RefCell;
use zstd::bulk::{Compressor, Decompressor};

/// Stored as it is.
const RAW: i64 = 0;
/// zstd with [`WORDS`].
const ZSTD_WORDS: i64 = 1;
/// Speed before size: level 1 with the dictionary is smaller than level 9 without.
const LEVEL: i32 = 1;
/// Shorter ones are not worth a frame.
const WORTH: usize = 48;
/// The longest content that is taken.
pub(crate) const LONGEST: usize = 64 << 20;
/// Words of the language, the commonest last, where a reference to them is shortest. Never changed: a new set of words
/// is a new codec.
const WORDS: &[u8] = include_bytes!("words.txt");

/// A content, ready to be written.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    pub(crate) sha256: [u8; 32],
    pub(crate) codec: i64,
    pub(crate) size: i64,
    pub(crate) bytes: Vec<u8>,
}

struct Tools {
    compressor: Compressor<'static>,
    decompressor: Decompressor<'static>,
}

thread_local! {
    // Loading the dictionary costs more than compressing an object with it.
    static TOOLS: RefCell<Option<Tools>> = const { RefCell::new(None) };
}

fn with_tools<T>(work: impl FnOnce(&mut Tools) -> std::io::Result<T>) -> std::io::Result<T> {
    TOOLS.with_borrow_mut(|tools| {
        if tools.is_none() {
            *tools = Some(Tools {
                compressor: Compressor::with_dictionary(LEVEL, WORDS)?,
                decompressor: Decompressor::with_dictionary(WORDS)?,
            });
        }
        match tools {
            Some(tools) => work(tools),
            None => Err(std::io::Error::other("no compressor")),
        }
    })
}

/// Packs a content.
pub(crate) fn pack(bytes: &[u8]) -> Result<Packed> {
    if bytes.len() > LONGEST {
        return Err(Error::input(
            format!("a content of {} bytes", bytes.len()),
            format!("is longer than {LONGEST}; store it as an evidence blob"),
        ));
    }
    let (codec, packed) = squeeze(bytes)?;
    Ok(Packed { sha256: digest::sha256(bytes), codec, size: bytes.len() as i64, bytes: packed })
}

/// Compresses where that pays; returns the codec and the bytes.
pub(crate) fn squeeze(bytes: &[u8]) -> Result<(i64, Vec<u8>)> {
    if bytes.len() >= WORTH {
        let packed = with_tools(|tools| tools.compressor.compress(bytes));
        let packed = packed.map_err(Error::io("compressing a content"))?;
        if packed.len() < bytes.len() {
            return Ok((ZSTD_WORDS, packed));
        }
    }
    Ok((RAW, bytes.to_vec()))
}

/// The bytes as they were given; `place` names them in an error.
pub(crate) fn unpack(codec: i64, size: i64, bytes: Vec<u8>, place: &str) -> Result<Vec<u8>> {
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    match codec {
        RAW if bytes.len() == size => Ok(bytes),
        ZSTD_WORDS => {
            // The length comes from the row, which may be damaged: never trust it with an allocation.
            let bound = size.min(LONGEST.max(bytes.len()));
            let whole = with_tools(|tools| tools.decompressor.decompress(&bytes, bound))
                .map_err(|reason| Error::damaged(place, format!("cannot be unpacked: {reason}")))?;
            if whole.len() == size {
                Ok(whole)
            } else {
                Err(Error::damaged(place, format!("{} bytes where {size} were stored", whole.len())))
            }
        }
        RAW => Err(Error::damaged(place, format!("{} bytes where {size} were stored", bytes.len()))),
        other => {
            Err(Error::damaged(place, format!("packed in a way ({other}) that this program does not know")))
        }
    }
}

/// A text with its codec and length before it, for columns that have none beside them.
pub(crate) fn frame(bytes: &[u8]) -> Result<Vec<u8>> {
    let (codec, packed) = squeeze(bytes)?;
    let mut framed = Vec::with_capacity(packed.len() + 9);
    framed.push(codec as u8);
    framed.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
    framed.extend_from_slice(&packed);
    Ok(framed)
}

/// The text in a frame.
pub(crate) fn unframe(framed: &[u8], place: &str) -> Result<Vec<u8>> {
    let Some((head, packed)) = framed.split_first_chunk::<9>() else {
        return Err(Error::damaged(place, "its effects are cut short"));
    };
    let mut size = [0; 8];
    size.copy_from_slice(&head[1..]);
    let size = i64::try_from(u64::from_be_bytes(size)).unwrap_or(i64::MAX);
    unpack(i64::from(head[0]), size, packed.to_vec(), place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_back(bytes in proptest::collection::vec(any::<u8>(), 0..4096)) {
            let packed = pack(&bytes).expect("short enough");
            prop_assert!(packed.bytes.len() <= bytes.len());
            let back = unpack(packed.codec, packed.size, packed.bytes, "test").expect("whole");
            prop_assert_eq!(back, bytes);
        }

        #[test]
        fn damaged_bytes_are_an_error_and_never_a_panic(
            codec in -1i64..3, size in any::<i64>(), bytes in proptest::collection::vec(any::<u8>(), 0..256)
        ) {
            let _ = unpack(codec, size, bytes, "test");
        }
    }

    #[test]
    fn an_object_shrinks_to_less_than_half() {
        let object = br#"{"created":"2024-05-01T10:00:00.000Z","created_by_ref":"identity--0c1f2e3d-4b5a-4697-8899-aabbccddeeff","id":"indicator--7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d","indicator_types":["malicious-activity"],"modified":"2024-05-01T10:00:00.000Z","name":"Look-alike domain","object_marking_refs":["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"],"pattern":"[domain-name:value = 'example.test']","pattern_type":"stix","spec_version":"2.1","type":"indicator","valid_from":"2024-05-01T10:00:00Z"}"#;
        let packed = pack(object).expect("short enough");
        assert!(packed.bytes.len() * 2 < object.len(), "{} of {}", packed.bytes.len(), object.len());
    }
}
