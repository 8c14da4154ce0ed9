//! A document is checked once, before anything is written.
//!
//! The page follows indices in a browser, long after the run. A wrong one would show there as an empty panel or the
//! wrong post beside a claim, which is worse than no report. So every index is checked here, and writers rely on it.

use crate::{document::Document, error::Error, group::Group};
use std::collections::HashSet;

impl Document {
    /// Checks that ranks are unique, indices point into their lists, and methods have cards.
    ///
    /// # Errors
    /// Names the group, the place and the mend of the first fault.
    pub fn check(&self) -> Result<(), Error> {
        let mut ranks = HashSet::new();
        for group in self.all_groups() {
            if !ranks.insert(group.rank) {
                return Err(Error::DuplicateRank { group: group.id.clone(), rank: group.rank });
            }
            if !self.methods.iter().any(|m| m.id == group.method) {
                return Err(Error::NoMethod { group: group.id.clone(), method: group.method.clone() });
            }
            check_group(group)?;
        }
        Ok(())
    }
}

fn check_group(group: &Group) -> Result<(), Error> {
    let within = |place, list, index: u32, len: usize| {
        if (index as usize) < len {
            Ok(())
        } else {
            Err(Error::Dangling { group: group.id.clone(), place, list, index, len })
        }
    };
    let members = group.members.len();
    for edge in &group.edges {
        within("edge.source", "members", edge.source, members)?;
        within("edge.target", "members", edge.target, members)?;
        for &exhibit in &edge.exhibits {
            within("edge.exhibits", "exhibits", exhibit, group.exhibits.len())?;
        }
    }
    for point in &group.raster {
        within("raster.account", "members", point.account, members)?;
    }
    for exhibit in &group.exhibits {
        for &post in exhibit.posts.iter().chain(exhibit.compared.iter().flat_map(|(a, b)| [a, b])) {
            within("exhibit.posts", "posts", post, group.posts.len())?;
        }
    }
    if !matches!(group.activity.len(), 0 | 168) {
        return Err(Error::Activity { group: group.id.clone(), len: group.activity.len() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::example;

    #[test]
    fn the_example_is_whole() {
        example::document().check().expect("a whole document");
    }

    #[test]
    fn each_fault_is_named_with_its_place() {
        let fault = |spoil: fn(&mut crate::document::Document)| {
            let mut document = example::document();
            spoil(&mut document);
            document.check().expect_err("a fault").to_string()
        };
        assert!(
            fault(|d| d.groups[0].edges[0].source = 9_999).contains("edge.source points to members[9999]")
        );
        assert!(fault(|d| d.groups[0].edges[0].exhibits = vec![7_777]).contains("exhibits[7777]"));
        assert!(fault(|d| d.groups[0].raster[0].account = u32::MAX).contains("raster.account"));
        assert!(fault(|d| d.groups[0].exhibits[0].compared = Some((0, 50_000))).contains("posts[50000]"));
        assert!(fault(|d| d.groups[1].rank = d.groups[0].rank).contains("rank 1 is taken"));
        assert!(fault(|d| d.groups[0].activity.push(0)).contains("169 counts"));
        assert!(fault(|d| d.groups[0].method = "dowsing".into()).contains("no method card `dowsing`"));
    }
}
