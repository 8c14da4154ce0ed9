//! A partition of a graph's nodes into groups that are numbered by their smallest member.
//!
//! **Problem.** Two runs that find the same groups must print the same numbers, whatever the order of the search.
//! **Choice.** Renumbering is part of the type: group 0 holds node 0, group 1 holds the smallest node outside
//! group 0, and so on. **Rejected.** Numbering by size: a tie or one more member would renumber everything.

use super::Graph;

/// Every node in exactly one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partition {
    labels: Vec<u32>,
    count: u32,
}

impl Partition {
    /// Groups nodes with equal labels. Any labels will do; they are renumbered.
    pub fn new(labels: &[u32]) -> Self {
        let mut seen =
            std::collections::HashMap::with_capacity_and_hasher(64, foldhash::fast::FixedState::default());
        let labels = labels
            .iter()
            .map(|&label| {
                let next = seen.len() as u32;
                *seen.entry(label).or_insert(next)
            })
            .collect();
        Self { labels, count: seen.len() as u32 }
    }

    /// Takes labels below `labels.len()`, or equal to their number of groups, without hashing.
    pub(super) fn from_dense(mut labels: Vec<u32>) -> Self {
        let mut number = vec![u32::MAX; labels.len()];
        let mut count = 0;
        for label in &mut labels {
            let slot = &mut number[*label as usize];
            if *slot == u32::MAX {
                *slot = count;
                count += 1;
            }
            *label = *slot;
        }
        Self { labels, count }
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are no nodes.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Number of groups.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Group of node `v`.
    ///
    /// # Panics
    /// If there is no such node.
    pub fn group(&self, v: u32) -> u32 {
        self.labels[v as usize]
    }

    /// Group of each node.
    pub fn labels(&self) -> &[u32] {
        &self.labels
    }

    /// Nodes of each group, ascending.
    pub fn members(&self) -> Vec<Vec<u32>> {
        let mut sizes = vec![0usize; self.count as usize];
        for &group in &self.labels {
            sizes[group as usize] += 1;
        }
        let mut members: Vec<Vec<u32>> = sizes.into_iter().map(Vec::with_capacity).collect();
        for (v, &group) in self.labels.iter().enumerate() {
            members[group as usize].push(v as u32);
        }
        members
    }

    /// The partition whose groups are the connected parts of these groups, in `graph`.
    ///
    /// # Panics
    /// If the graph has another number of nodes.
    #[must_use]
    pub fn split_disconnected(&self, graph: &Graph) -> Self {
        assert_eq!(self.len(), graph.nodes(), "a partition and its graph have the same nodes");
        graph.connected_parts(|v, u| self.group(v) == self.group(u))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_numbered_by_their_smallest_member() {
        let partition = Partition::new(&[9, 4, 9, 4_000_000_000, 4]);
        assert_eq!(partition.labels(), [0, 1, 0, 2, 1]);
        assert_eq!(partition.members(), [vec![0, 2], vec![1, 4], vec![3]]);
        assert_eq!(Partition::from_dense(vec![4, 0, 4, 3, 0]), partition);
        assert_eq!(Partition::new(&[]).count(), 0);
    }

    #[test]
    fn a_group_in_two_pieces_becomes_two_groups() -> Result<(), crate::Error> {
        // given 0–1 and 2–3 thrown together in one group, 4 alone
        let graph = Graph::from_edges(5, &[(0, 1, 1.0), (2, 3, 1.0), (3, 4, 1.0)])?;
        let split = Partition::new(&[0, 0, 0, 0, 1]).split_disconnected(&graph);
        assert_eq!(split.labels(), [0, 0, 1, 1, 2]);
        Ok(())
    }
}
