//! Ties within a span of time: who met while a window of the raster is chosen.
//!
//! **The choice.** A tie is within a span when one of its kept moments is, both posts of it. The archive keeps the closest
//! moments of each tie, not all: where it does not keep all, the answer says so. The moments of a group lie behind each other,
//! so that they are one read, however many ties there are. **Rejected.** Ties between accounts that posted in the span: two who
//! never met in it would stay tied.

use super::archive::{Archive, Entry, MOST_MEETINGS, TieRecord};
use crate::hub::HubError;

/// From a time on, and before another; open where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// At or after this time, ms.
    pub from: Option<i64>,
    /// Before this time, ms.
    pub to: Option<i64>,
}

impl Span {
    /// Whether it leaves anything out.
    pub(super) fn is_open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    fn holds(self, time: i64) -> bool {
        self.from.is_none_or(|from| time >= from) && self.to.is_none_or(|to| time < to)
    }

    /// The ties that met within it, and what has to be said about what is not known.
    pub(super) fn met(
        self,
        archive: &Archive,
        entry: Entry<'_>,
        ties: Vec<TieRecord>,
    ) -> Result<(Vec<TieRecord>, Option<String>), HubError> {
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to <= from
        {
            return Err(HubError::invalid("to", "the span ends before it begins"));
        }
        if self.is_open() {
            return Ok((ties, None));
        }
        let posts = archive.posts(entry.entry)?;
        let inside: Vec<bool> = posts.iter().map(|post| self.holds(post.time)).collect();
        let within = |post: u32| inside.get(post as usize).copied().unwrap_or(false);
        let all = archive.all_meetings(&ties)?;
        let mut met = Vec::new();
        let mut partly = 0u64;
        for (tie, meetings) in ties.into_iter().zip(all) {
            if meetings.iter().any(|one| within(one.first) && within(one.second)) {
                met.push(tie);
            } else if tie.weight > f64::from(tie.meetings_kept) {
                partly += 1;
            }
        }
        let told = (partly > 0).then(|| {
            format!(
                "{partly} ties are not drawn of which only the {MOST_MEETINGS} closest moments are kept, and those are \
                 outside of the span"
            )
        });
        Ok((met, told))
    }
}
