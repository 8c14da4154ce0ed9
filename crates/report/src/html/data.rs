//! The evidence of a group as the script reads it.
//!
//! Ties, exhibits and posts are most of the page, so they are written as rows without field names, and probabilities
//! with four digits: the page shows two, and the tables beside it are exact. `group.js` names the fields again.

use super::bound::LeftOut;
use crate::group::{Exhibit, Group, Member, PostView, RasterPoint, Role, SharedObject};
use ostrakon_model::Signal;
use serde::Serialize;
use std::collections::HashMap;

/// account, role, posts, first, strength, q, declares itself automated, x, y
type MemberRow<'a> = (&'a str, Role, u64, u64, f64, f64, u8, f64, f64);
/// source, target, signal, weight, p, q, surprise, exhibits
type EdgeRow<'a> = (u32, u32, Signal, f64, f64, f64, f64, &'a [u32]);
/// id, account, time, text, link
type PostRow<'a> = (&'a str, &'a str, Option<i64>, &'a str, Option<&'a str>);
/// signal, object and explanation into `phrases`, posts, compared
type ExhibitRow<'a> = (Signal, u32, u32, &'a [u32], Option<(u32, u32)>);

/// One group, within its bounds.
#[derive(Serialize)]
pub struct GroupData<'a> {
    rank: u32,
    activity: &'a [u32],
    members: Vec<MemberRow<'a>>,
    edges: Vec<EdgeRow<'a>>,
    objects: &'a [SharedObject],
    raster: &'a [RasterPoint],
    posts: Vec<PostRow<'a>>,
    exhibits: Vec<ExhibitRow<'a>>,
    /// Objects and explanations of exhibits: few of them, each used by many.
    phrases: Vec<&'a str>,
    left_out: LeftOut,
}

impl<'a> GroupData<'a> {
    /// Rows of a group that [`super::bound::bounded`] has cut.
    pub fn new(group: &'a Group, left_out: LeftOut) -> Self {
        let mut phrases = Phrases::default();
        Self {
            rank: group.rank,
            activity: &group.activity,
            members: group.members.iter().map(member).collect(),
            edges: group
                .edges
                .iter()
                .map(|e| {
                    let [weight, p, q, surprise] = [e.weight, e.p, e.q, e.surprise].map(four_digits);
                    (e.source, e.target, e.signal, weight, p, q, surprise, &e.exhibits[..])
                })
                .collect(),
            objects: &group.objects,
            raster: &group.raster,
            posts: group.posts.iter().map(post).collect(),
            exhibits: group.exhibits.iter().map(|e| phrases.exhibit(e)).collect(),
            phrases: phrases.list,
            left_out,
        }
    }
}

fn member(m: &Member) -> MemberRow<'_> {
    // A place outside the drawing, or none at all, must not blow the drawing up.
    let place = |x: f32| if x.is_finite() { (f64::from(x.clamp(0.0, 1.0)) * 1e4).round() / 1e4 } else { 0.5 };
    let bot = u8::from(m.declared_bot);
    (
        &m.account,
        m.role,
        m.posts,
        m.first,
        four_digits(m.strength),
        four_digits(m.q),
        bot,
        place(m.x),
        place(m.y),
    )
}

fn post(p: &PostView) -> PostRow<'_> {
    (&p.id, &p.account, p.time_ms, &p.text, p.link.as_deref())
}

/// Texts by the order of their first use.
#[derive(Default)]
struct Phrases<'a> {
    list: Vec<&'a str>,
    places: HashMap<&'a str, u32>,
}

impl<'a> Phrases<'a> {
    fn place(&mut self, text: &'a str) -> u32 {
        *self.places.entry(text).or_insert_with(|| {
            self.list.push(text);
            self.list.len() as u32 - 1
        })
    }

    fn exhibit(&mut self, e: &'a Exhibit) -> ExhibitRow<'a> {
        (e.signal, self.place(&e.object), self.place(&e.explanation), &e.posts, e.compared)
    }
}

/// Four significant digits; zero where there is no number, since JSON has no other.
fn four_digits(x: f64) -> f64 {
    if x.is_finite() { format!("{x:.3e}").parse().unwrap_or(x) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_digits_are_kept_at_any_size() {
        assert_eq!(four_digits(2.555_307_060_566_65e-7), 2.555e-7);
        assert_eq!(four_digits(3.0), 3.0);
        assert_eq!(four_digits(123_456.0), 123_500.0);
        assert_eq!(four_digits(f64::INFINITY), 0.0);
    }
}
