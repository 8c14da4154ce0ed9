//! The world of an exercise: people, places, the web, what they talk about, and how a post comes out.
//!
//! Groups (campaigns and controls) act on the world only by [`World::plan`] and its relatives: they queue posts and
//! follow-ups, and what they queue spreads among ordinary people by the same rules as anyone's post.

mod audience;
mod handle;
mod people;
mod place;
mod queue;
mod spontaneous;
pub(crate) mod web;

pub(crate) use people::{Account, NO_GROUP, People};
pub(crate) use place::{DAY, HOUR, PLACES, Place, attention};
pub(crate) use queue::{Draft, Event, FollowUp, Follower, Queue};

use crate::{dice::Dice, sink::PostSink, words::Writer};
use ostrakon_model::{Kind, Post, Timestamp};
use std::{borrow::Cow, collections::VecDeque, fmt::Write};
use web::Web;

/// The made-up platform on which everything happens.
const PLATFORM: &str = "https://agorasphere.net";

/// A post that others will still react to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Live {
    pub id: u64,
    pub author: u32,
    pub urls: Vec<String>,
    pub topic: usize,
    /// The text of a repost: written once, since a popular post is reposted thousands of times.
    repost: String,
    /// Who reposts it, sorted: platforms let nobody do that twice.
    crowd: Vec<u32>,
    holders: u32,
}

/// Everything that lives while an exercise is generated.
pub(crate) struct World {
    pub people: People,
    pub writer: Writer,
    pub web: Web,
    pub queue: Queue,
    /// The organic process's chance.
    pub dice: Dice,
    /// First and last second and number of the posts each group planned.
    pub traces: Vec<Option<(u32, u32, u64)>>,
    /// Posts written.
    pub written: u64,
    /// Posts that followed from spontaneous ones: what the main loop needs to keep its rate.
    pub followed: u64,
    /// Whether an account has posted.
    pub posted: Vec<bool>,
    lives: Vec<Live>,
    vacant: Vec<u32>,
    /// What is popular now, per place.
    hot: Vec<VecDeque<u32>>,
    start: i64,
    last_id: u64,
    id_mask: u64,
    buffers: Buffers,
}

#[derive(Default)]
struct Buffers {
    id: String,
    author: String,
    text: String,
    parent: String,
}

/// What is written now.
struct Outgoing<'a> {
    now: u32,
    account: u32,
    kind: Kind,
    text: &'a str,
    urls: &'a [String],
    /// The post reposted or answered.
    parent: Option<u64>,
}

impl World {
    /// An empty stage for these people; `start` in s since the epoch, `length` in s.
    pub fn new(seed: u64, people: People, groups: usize, start: i64, length: u32) -> Self {
        let mut dice = Dice::new(seed, "organic", 0);
        Self {
            web: Web::new(seed, people.accounts.len(), crate::words::TONGUES.len()),
            writer: Writer::new(seed),
            queue: Queue::new(length),
            traces: vec![None; groups],
            written: 0,
            followed: 0,
            posted: vec![false; people.accounts.len()],
            people,
            lives: Vec::new(),
            vacant: Vec::new(),
            hot: vec![VecDeque::new(); PLACES.len()],
            start,
            last_id: 0,
            id_mask: u64::from(dice.bits()),
            dice,
            buffers: Buffers::default(),
        }
    }

    /// The place of an account.
    pub fn place(&self, account: u32) -> &'static Place {
        &PLACES[usize::from(self.people.accounts[account as usize].place)]
    }

    /// The `nth` place of the population.
    pub fn people_place(&self, nth: usize) -> &'static Place {
        &PLACES[self.people.places[nth].0]
    }

    /// The platform's id of an account: says nothing about when or why it was made.
    pub fn account_id(&self, account: u32) -> u64 {
        // Multiplying by an odd number permutes the 44-bit numbers, so ids never collide.
        const BITS: u64 = (1 << 44) - 1;
        let mixed = (u64::from(account) ^ self.id_mask).wrapping_mul(0x9e37_79b9_7f4b) & BITS;
        100_000_000 + (mixed ^ (mixed >> 23))
    }

    /// Queues a group member's own post.
    pub fn plan(&mut self, at: u32, account: u32, draft: Draft) {
        if let (Some(live), true) = (draft.answers, self.queue.open(at)) {
            self.hold(live);
        }
        self.queue.push(at, Event::Publish(account, Box::new(draft)));
    }

    /// Queues a group member's repost of a live post.
    pub fn plan_repost(&mut self, at: u32, account: u32, live: u32) {
        if self.queue.open(at) && self.joins(live, account) {
            self.hold(live);
            self.queue.push(at, Event::Repost { account, live, planned: true });
        }
    }

    /// A post popular at this place now, if there is any; `luck` in [0, 1), lower is newer.
    pub fn popular(&self, place: usize, luck: f64) -> Option<u32> {
        let ring = &self.hot[place];
        let rank = libm::pow(ring.len() as f64 + 1.0, luck) as usize;
        ring.get(ring.len().checked_sub(rank)?).copied()
    }

    /// A live post.
    pub fn live(&self, live: u32) -> &Live {
        &self.lives[live as usize]
    }

    /// A popular post by a newsroom, if one is among those at this place.
    pub fn newsroom_post(&self, place: usize, dice: &mut Dice) -> Option<u32> {
        let is_newsroom = |live: &u32| self.people.accounts[self.live(*live).author as usize].site.is_some();
        (0..12).filter_map(|_| self.popular(place, dice.unit())).find(is_newsroom)
    }

    /// A live post's address on the platform.
    pub fn status_url(&self, live: u32) -> String {
        let live = self.live(live);
        format!("{PLATFORM}/{}/status/{}", self.people.handle(live.author), live.id)
    }

    /// Lets one event happen.
    pub fn happen(&mut self, now: u32, event: Event, sink: &mut dyn PostSink) -> std::io::Result<()> {
        match event {
            // The main loop lets groups act; they live beside the world.
            Event::Group(_) => Ok(()),
            Event::Publish(account, draft) => self.publish(now, account, *draft, sink),
            Event::Repost { account, live, planned } => {
                if planned {
                    self.trace(account, now);
                }
                self.repost(now, account, live, sink)
            }
            Event::React { account, live } => self.react(now, account, live, sink),
        }
    }

    fn publish(
        &mut self,
        now: u32,
        account: u32,
        draft: Draft,
        sink: &mut dyn PostSink,
    ) -> std::io::Result<()> {
        self.trace(account, now);
        let parent = draft.answers.map(|live| self.live(live).id);
        let kind = if parent.is_some() { Kind::Reply } else { Kind::Post };
        let out = Outgoing { now, account, kind, text: &draft.text, urls: &draft.urls, parent };
        let id = self.write(&out, sink)?;
        if let Some(live) = draft.answers {
            self.release(live);
        }
        let Draft { text, urls, topic, followers, prominent, .. } = draft;
        let live = self.keep(id, account, &text, urls, topic);
        for Follower { delay, account, act } in followers {
            let at = now.saturating_add(delay);
            match act {
                FollowUp::Repost => self.plan_repost(at, account, live),
                FollowUp::Reply(text) => {
                    self.plan(at, account, Draft { text, topic, answers: Some(live), ..Draft::default() });
                }
                FollowUp::Quote(words) => {
                    let url = self.status_url(live);
                    let text = format!("{words} {url}");
                    self.plan(at, account, Draft { text, urls: vec![url], topic, ..Draft::default() });
                }
                FollowUp::Tip { words, below } => {
                    let url = self.status_url(live);
                    let desk = self.live(below).author;
                    let text = format!("@{} {words} {url}", self.people.handle(desk));
                    let answers = Some(below);
                    self.plan(
                        at,
                        account,
                        Draft { text, urls: vec![url], topic, answers, ..Draft::default() },
                    );
                    self.release(below);
                }
                FollowUp::Post(draft) => self.plan(at, account, draft),
            }
        }
        if parent.is_none() {
            self.spread(now, live);
        }
        if prominent {
            self.show(live);
        }
        self.release(live);
        Ok(())
    }

    fn repost(&mut self, now: u32, account: u32, live: u32, sink: &mut dyn PostSink) -> std::io::Result<()> {
        let original = std::mem::take(&mut self.lives[live as usize]);
        let Live { id, repost, urls, .. } = &original;
        let out = Outgoing { now, account, kind: Kind::Repost, text: repost, urls, parent: Some(*id) };
        let result = self.write(&out, sink);
        self.lives[live as usize] = original;
        self.release(live);
        result.map(|_| ())
    }

    /// Writes one row and returns its id.
    fn write(&mut self, out: &Outgoing<'_>, sink: &mut dyn PostSink) -> std::io::Result<u64> {
        // The shape of real ids: milliseconds in the upper bits, a counter below; rising with time.
        let seconds = self.start + i64::from(out.now);
        let floor = (seconds as u64 * 1_000) << 20;
        self.last_id = floor.max(self.last_id + 1 + u64::from(out.account & 0x3ff));
        let id = self.last_id;
        let author_id = self.account_id(out.account);
        let Buffers { id: id_text, author, parent, .. } = &mut self.buffers;
        for (buffer, number) in [(&mut *id_text, Some(id)), (author, Some(author_id)), (parent, out.parent)] {
            buffer.clear();
            if let Some(number) = number {
                // Writing to a string cannot fail.
                let _ = write!(buffer, "{number}");
            }
        }
        let parent = out.parent.map(|_| Cow::Borrowed(self.buffers.parent.as_str()));
        let repost = out.kind == Kind::Repost;
        let post = Post {
            item_id: Cow::Borrowed(&self.buffers.id),
            kind: out.kind,
            author_id: Cow::Borrowed(&self.buffers.author),
            author_handle: Some(Cow::Borrowed(self.people.handle(out.account))),
            created_at: Some(Timestamp::from_secs(seconds)),
            text: Some(Cow::Borrowed(out.text)),
            repost_of: parent.clone().filter(|_| repost),
            reply_to: parent.filter(|_| !repost),
            urls: out.urls.iter().map(|url| Cow::Borrowed(url.as_str())).collect(),
            ..Post::default()
        };
        sink.post(&post)?;
        self.written += 1;
        self.posted[out.account as usize] = true;
        Ok(id)
    }

    fn trace(&mut self, account: u32, now: u32) {
        let group = self.people.accounts[account as usize].group;
        if let Some(trace) = self.traces.get_mut(group as usize) {
            let (first, _, count) = trace.unwrap_or((now, now, 0));
            *trace = Some((first, now, count + 1));
        }
    }

    /// Makes a post live, held once by the caller.
    fn keep(&mut self, id: u64, author: u32, text: &str, urls: Vec<String>, topic: usize) -> u32 {
        let repost = format!("RT @{}: {text}", self.people.handle(author));
        let live = Live { id, author, urls, topic, repost, crowd: Vec::new(), holders: 1 };
        if let Some(slot) = self.vacant.pop() {
            self.lives[slot as usize] = live;
            slot
        } else {
            self.lives.push(live);
            self.lives.len() as u32 - 1
        }
    }

    /// Whether `account` may repost a live post: it does so now, has not before, and did not write it.
    fn joins(&mut self, live: u32, account: u32) -> bool {
        let live = &mut self.lives[live as usize];
        match live.crowd.binary_search(&account) {
            Err(place) if account != live.author => {
                live.crowd.insert(place, account);
                true
            }
            _ => false,
        }
    }

    /// Keeps a live post alive until it is released.
    pub fn hold(&mut self, live: u32) {
        self.lives[live as usize].holders += 1;
    }

    fn release(&mut self, live: u32) {
        let slot = &mut self.lives[live as usize];
        slot.holders -= 1;
        if slot.holders == 0 {
            *slot = Live::default();
            self.vacant.push(live);
        }
    }

    /// Makes a live post one of those that everyone at its author's place sees.
    fn show(&mut self, live: u32) {
        const SHOWN: usize = 40;
        let place = usize::from(self.people.accounts[self.lives[live as usize].author as usize].place);
        self.hold(live);
        self.hot[place].push_back(live);
        if self.hot[place].len() > SHOWN
            && let Some(old) = self.hot[place].pop_front()
        {
            self.release(old);
        }
    }
}
