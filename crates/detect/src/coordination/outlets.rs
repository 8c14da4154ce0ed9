//! Outlets: accounts that each publish for a site of their own.
//!
//! The problem: newsrooms that carry an agency's items post the same texts at the same minute, and deceive nobody; a network of
//! accounts can link to sites of its own just as well, to look like them, and mirror sites are a kind of campaign. The choice:
//! having a site excuses nothing by itself. What excuses is that the joint posts themselves lead to their authors' own sites,
//! and that the members choose: one carries a part of what another does, where mirrors carry (nearly) all. Both are measured
//! on the joint posts of one signal, so that links posted on the side count for nothing. Rejected: a list of outlets (the
//! registry names some; most of the press is in none), and how late they are (automated feeds of one agency are as punctual
//! as a script).

use super::{joint::Joint, layer::Layer};
use ostrakon_model::{Columns, Signal};
use std::collections::BTreeMap;

/// The sites of a group's members.
pub(super) struct Outlets<'a> {
    columns: &'a Columns,
    /// Member to domain, the one that at least two in three of its links lead to, where no other member has the same; and how
    /// many of its posts lead there.
    site: BTreeMap<u32, (u32, usize)>,
    /// Members beside any one.
    others: usize,
}

impl<'a> Outlets<'a> {
    /// Finds the sites of `members`.
    pub fn among(columns: &'a Columns, layers: &[Layer], members: &[u32]) -> Self {
        let mut site = BTreeMap::new();
        if let Some(layer) = layers.iter().find(|layer| layer.signal == Signal::CoDomain) {
            site.extend(members.iter().filter_map(|&member| Some((member, commonest(layer, member)?))));
        }
        let mut of: BTreeMap<u32, usize> = BTreeMap::new();
        for (domain, _) in site.values() {
            *of.entry(*domain).or_default() += 1;
        }
        site.retain(|_, (domain, _)| of[domain] == 1);
        Self { columns, site, others: members.len() - 1 }
    }

    /// Share of the members that have one.
    pub fn share(&self) -> f64 {
        self.site.len() as f64 / (self.others + 1) as f64
    }

    /// Whether a post leads to its author's own site.
    fn leads_home(&self, account: u32, post: u32) -> bool {
        self.site.get(&account).is_some_and(|(site, _)| {
            let links = self.columns.urls.get(post as usize);
            links.iter().any(|&url| self.columns.domain_of_url.get(url as usize) == Some(site))
        })
    }

    /// Of the joint actions in a layer: the share of shares that lead home, and how much of what one member posts so another
    /// carries too.
    pub fn of(&self, layer: &Layer, joints: &[Joint]) -> (f64, f64) {
        if self.site.is_empty() {
            return (0.0, 0.0);
        }
        let home = |p: usize| self.leads_home(layer.shares.account(p), layer.shares.post(p));
        let (mut all, mut leading, mut pairs) = (0_usize, 0_usize, 0_usize);
        for joint in joints {
            all += joint.shares.len();
            leading += joint.shares.iter().filter(|&&p| home(p as usize)).count();
            pairs += joint.members as usize * (joint.members as usize - 1);
        }
        let chances = self.site.values().map(|(_, posts)| posts).sum::<usize>() * self.others;
        (leading as f64 / all.max(1) as f64, pairs as f64 / chances.max(1) as f64)
    }
}

/// The domain of at least two in three of an account's links, of three or more.
fn commonest(layer: &Layer, account: u32) -> Option<(u32, usize)> {
    let shares = layer.by_account.of(account as usize).iter();
    let mut of: Vec<u32> =
        shares.map(|&p| layer.shares.object(layer.group_of[p as usize] as usize)).collect();
    of.sort_unstable();
    let run = of.chunk_by(|a, b| a == b).max_by_key(|run| run.len())?;
    (run.len() > 2 && run.len() * 3 >= of.len() * 2).then(|| (run[0], run.len()))
}
