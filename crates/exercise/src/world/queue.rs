//! What is going to happen, in order of time.
//!
//! Posts that follow from others (reposts, answers, a group's next posts) wait here, so that the exercise streams
//! in time order and holds only what is pending: hours of follow-ups, never the whole election.

use std::{cmp::Reverse, collections::BinaryHeap};

/// A post in the making.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Draft {
    pub text: String,
    pub urls: Vec<String>,
    pub topic: usize,
    /// The live post that it answers.
    pub answers: Option<u32>,
    /// Who follows up as soon as it is out.
    pub followers: Vec<Follower>,
    /// Shown to everyone of the place as something popular.
    pub prominent: bool,
}

/// Someone who follows up on a post.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Follower {
    /// Seconds after the post.
    pub delay: u32,
    pub account: u32,
    pub act: FollowUp,
}

/// How someone follows up on a post.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FollowUp {
    Repost,
    Reply(String),
    /// Own words and a link to the post.
    Quote(String),
    /// The same, sent to the newsroom that wrote the live post `below`; whoever plans it has held that one.
    Tip {
        words: String,
        below: u32,
    },
    /// An own post.
    Post(Draft),
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Event {
    /// A group, by index, acts.
    Group(u32),
    /// An account publishes for its group.
    Publish(u32, Box<Draft>),
    /// An account reposts a live post, for its group or by itself.
    Repost { account: u32, live: u32, planned: bool },
    /// An account answers a live post in its own words.
    React { account: u32, live: u32 },
}

struct Entry {
    at: u32,
    order: u32,
    event: Event,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.order) == (other.at, other.order)
    }
}
impl Eq for Entry {}
impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

/// Events by time; equal times in the order in which they were added.
pub(crate) struct Queue {
    heap: BinaryHeap<Reverse<Entry>>,
    order: u32,
    end: u32,
    /// Posts waiting.
    pub posts: usize,
}

impl Queue {
    /// Events at or after `end` never happen.
    pub fn new(end: u32) -> Self {
        Self { heap: BinaryHeap::new(), order: 0, end, posts: 0 }
    }

    /// Whether something at second `at` still happens.
    pub fn open(&self, at: u32) -> bool {
        at < self.end
    }

    /// Adds an event. The caller has asked [`Queue::open`] when the event holds on to something.
    pub fn push(&mut self, at: u32, event: Event) {
        if at < self.end {
            self.posts += usize::from(!matches!(event, Event::Group(_)));
            self.heap.push(Reverse(Entry { at, order: self.order, event }));
            self.order = self.order.wrapping_add(1);
        }
    }

    /// The next event at or before `until`.
    pub fn pop(&mut self, until: u32) -> Option<(u32, Event)> {
        if self.heap.peek()?.0.at > until {
            return None;
        }
        let Reverse(entry) = self.heap.pop()?;
        self.posts -= usize::from(!matches!(entry.event, Event::Group(_)));
        Some((entry.at, entry.event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The queue is a stable sort by time of what happens before the end.
        #[test]
        fn events_come_out_in_order(times in prop::collection::vec(0u32..50, 0..60)) {
            let mut queue = Queue::new(40);
            for (i, &at) in times.iter().enumerate() {
                queue.push(at, Event::Group(i as u32));
            }
            let mut expected: Vec<(u32, u32)> =
                times.iter().enumerate().map(|(i, &at)| (at, i as u32)).filter(|(at, _)| *at < 40).collect();
            expected.sort_by_key(|(at, _)| *at);
            let mut got = Vec::new();
            while let Some((at, Event::Group(i))) = queue.pop(u32::MAX) {
                got.push((at, i));
            }
            prop_assert_eq!(got, expected);
        }
    }
}
