//! The verdict: whether an analyst is shown a group as coordinated, and why.
//!
//! A group is flagged when it keeps time with itself beyond what its objects' other sharers do, in a signal that at least
//! half of its members take part in, over at least two objects; and when no commoner explanation fits that signal as well.
//! An explanation excuses the signal that it explains, never the group: what accounts say of themselves and what they link to
//! on the side is theirs to choose. The thresholds are in [`Bars`], each with its meaning; they are not fitted to any data set.

use super::evidence::{Evidence, SignalEvidence};
use ostrakon_model::Signal;

/// What a group must reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bars {
    /// Least members.
    pub members: u32,
    /// Largest q-value of the group.
    pub q: f64,
    /// Least divergence from the background, nats a trial: at 0.8 each opportunity to be on time, taken or missed, is
    /// on average e^0.8 (2.2) times likelier at the observed rate than at the background's.
    pub nats: f64,
    /// Least evidence of keeping time, nats: divergence times decisions. 9.2 is a chance of one in ten thousand.
    pub evidence: f64,
    /// The least divergence where nearly all that the group reposts or answers is by one source, as followers do.
    pub nats_following: f64,
    /// Share of joint actions' posts on one source from which a group counts as following it.
    pub following: f64,
    /// Share of declared bots from which a group counts as declared automation.
    pub declared: f64,
    /// Share of texts that are the account's own again with other figures from which a group counts as a service.
    pub reports: f64,
    /// Share of joint posts that lead to their author's own site from which a group counts as outlets.
    pub own_site: f64,
    /// How much of what one outlet posts another carries at most, on average: from there on they are mirrors.
    pub carried: f64,
    /// Least share of the members that take part in a signal for it to speak for the group.
    pub active: f64,
}

impl Default for Bars {
    fn default() -> Self {
        Self {
            members: 3,
            q: 0.05,
            nats: 0.8,
            evidence: 9.2,
            nats_following: 1.6,
            following: 0.5,
            declared: 0.8,
            reports: 0.5,
            own_site: 0.6,
            carried: 0.7,
            active: 0.5,
        }
    }
}

/// Why a group is not flagged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Innocent {
    /// Fewer members than asked.
    Small,
    /// Not more often together than chance allows for a group.
    NotSurprising,
    /// No more on time than others who share the same things.
    NotOnTime,
    /// Followers of one source, no more on time than followers are.
    Following,
    /// Accounts that declare themselves automated, and work on a timetable: they share no text, link or target.
    DeclaredAutomation,
    /// Outlets that carry the same texts, each for its own site and by its own choice.
    Syndication,
}

/// The verdict on one group.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Whether it is shown as coordinated.
    pub flagged: bool,
    /// The reasons against, if it is not.
    pub because: Vec<Innocent>,
    /// Largest divergence from the background in a signal that speaks for the group, nats a trial.
    pub score: f64,
    /// Largest evidence in such a signal: divergence times decisions, nats. Groups are ranked by it.
    pub evidence: f64,
}

impl SignalEvidence {
    /// Whether the signal speaks for a group of `size`.
    pub fn speaks_for(&self, size: u32, bars: &Bars) -> bool {
        self.objects >= 2
            && self.synchrony.objects >= 2
            && f64::from(self.active) >= bars.active * f64::from(size)
    }

    /// Whether it carries a verdict against the group.
    pub fn carries(&self, group: &Evidence, bars: &Bars) -> bool {
        self.speaks_for(group.size, bars)
            && self.synchrony.nats() >= self.bar(group, bars)
            && self.synchrony.evidence() >= bars.evidence
    }

    /// The commoner explanation of this signal, if there is one.
    pub fn excuse(&self, group: &Evidence, bars: &Bars) -> Option<Innocent> {
        // A service's bots share its hour, tag and site, and its template with other figures. Who also shares one target or
        // link pushes something.
        let timetable = match self.signal {
            Signal::CoHashtag | Signal::CoDomain | Signal::CoMention => true,
            Signal::CoText | Signal::CoSimilarText => group.reports >= bars.reports,
            _ => false,
        };
        if timetable && group.declared >= bars.declared {
            return Some(Innocent::DeclaredAutomation);
        }
        let text = matches!(
            self.signal,
            Signal::CoText | Signal::CoSimilarText | Signal::CoHashtag | Signal::CoMention | Signal::CoMedia
        );
        let outlets = text && self.to_own_site >= bars.own_site && self.carried < bars.carried;
        outlets.then_some(Innocent::Syndication)
    }

    /// The bar this signal must reach. Followers of one source repost and answer it together; they do not also write the
    /// same text, so where the members do that, following explains nothing.
    pub fn bar(&self, group: &Evidence, bars: &Bars) -> f64 {
        let about_posts = matches!(self.signal, Signal::CoRepost | Signal::CoReply);
        let following = about_posts && self.one_source >= bars.following && !group.copies(bars);
        if following { bars.nats_following } else { bars.nats }
    }
}

impl Evidence {
    /// Whether the members write the same, or nearly the same, text on time, at several texts, beyond chance.
    fn copies(&self, bars: &Bars) -> bool {
        self.signals.iter().any(|s| {
            matches!(s.signal, Signal::CoText | Signal::CoSimilarText)
                && s.speaks_for(self.size, bars)
                && s.synchrony.evidence() >= bars.evidence
        })
    }
}

/// Judges a group by its evidence and its q-value. `evident` is false for groups formed of links that are not on time.
pub fn judge(evidence: &Evidence, q: f64, evident: bool, bars: &Bars) -> Verdict {
    let speaking: Vec<&SignalEvidence> =
        evidence.signals.iter().filter(|s| s.speaks_for(evidence.size, bars)).collect();
    let score = speaking.iter().map(|s| s.synchrony.nats()).fold(0.0, f64::max);
    let strongest = speaking.iter().map(|s| s.synchrony.evidence()).fold(0.0, f64::max);
    let mut because = Vec::new();
    if evidence.size < bars.members {
        because.push(Innocent::Small);
    }
    if q > bars.q {
        because.push(Innocent::NotSurprising);
    }
    let carrying: Vec<Option<Innocent>> =
        speaking.iter().filter(|s| s.carries(evidence, bars)).map(|s| s.excuse(evidence, bars)).collect();
    if !evident || carrying.is_empty() {
        let following =
            speaking.iter().any(|s| s.bar(evidence, bars) > bars.nats && s.synchrony.nats() >= bars.nats);
        because.push(if following { Innocent::Following } else { Innocent::NotOnTime });
    }
    if carrying.iter().all(Option::is_some) {
        let excuses = [Innocent::DeclaredAutomation, Innocent::Syndication].into_iter();
        because.extend(excuses.filter(|&excuse| carrying.contains(&Some(excuse))));
    }
    Verdict { flagged: because.is_empty(), because, score, evidence: strongest }
}
