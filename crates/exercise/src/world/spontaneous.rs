//! What people post by themselves.
//!
//! The mixture matters more than any single text: identical texts by unrelated people (share buttons, "good
//! morning"), the same links and hashtags on the same day, reposts of the same sources. A detector that cannot tell
//! these from a campaign fails here, as it would on real data.

use super::{Outgoing, PLACES, World, web::track};
use crate::{
    dice::Dice,
    sink::PostSink,
    words::{TOPICS, emoji},
};
use ostrakon_model::Kind;

impl World {
    /// Someone of the `nth` place posts something.
    pub fn spontaneous(&mut self, now: u32, nth: usize, sink: &mut dyn PostSink) -> std::io::Result<()> {
        let account = self.people.someone(nth, &mut self.dice);
        let profile = &self.people.accounts[account as usize];
        let (place, reposts) = (usize::from(profile.place), f64::from(profile.reposts));
        let source = profile.popularity >= 1.0;
        if !source {
            if self.dice.chance(reposts * 0.6)
                && let Some(live) = self.popular_for(place)
                && self.joins(live, account)
            {
                self.hold(live);
                return self.repost(now, account, live, sink);
            }
            if self.dice.chance(0.17)
                && let Some(live) = self.popular_for(place)
            {
                self.hold(live);
                return self.react(now, account, live, sink);
            }
        }
        let mut text = std::mem::take(&mut self.buffers.text);
        text.clear();
        let quoted = if !source && self.dice.chance(0.05) { self.popular_for(place) } else { None };
        let (urls, topic) = match quoted {
            Some(live) => self.quote(&mut text, place, live),
            None => self.say(&mut text, account, place),
        };
        let out = Outgoing { now, account, kind: Kind::Post, text: &text, urls: &urls, parent: None };
        let id = self.write(&out, sink)?;
        // Only posts that anyone will react to are kept; most are not.
        let popularity = f64::from(self.people.accounts[account as usize].popularity);
        if popularity >= 1.0 || self.dice.chance((popularity * 3.0).min(1.0)) {
            let live = self.keep(id, account, &text, urls, topic);
            self.spread(now, live);
            self.release(live);
        }
        self.buffers.text = text;
        Ok(())
    }

    fn popular_for(&mut self, place: usize) -> Option<u32> {
        // Some people look across borders.
        let place = if self.dice.chance(0.05) {
            let nth = self.dice.below(self.people.places.len());
            self.people.places[nth].0
        } else {
            place
        };
        let luck = self.dice.unit();
        self.popular(place, luck)
    }

    /// An account answers a live post in its own words.
    pub(super) fn react(
        &mut self,
        now: u32,
        account: u32,
        live: u32,
        sink: &mut dyn PostSink,
    ) -> std::io::Result<()> {
        let tongue = self.place(account).tongue;
        let (parent, topic, author) = {
            let original = self.live(live);
            (original.id, original.topic, original.author)
        };
        let mut text = std::mem::take(&mut self.buffers.text);
        text.clear();
        text.push('@');
        text.push_str(self.people.handle(author));
        text.push(' ');
        if self.dice.chance(0.38) {
            self.writer.reaction(&mut text, tongue, &mut self.dice);
        } else {
            self.writer.prose(&mut text, tongue, topic, &mut self.dice);
        }
        let out = Outgoing { now, account, kind: Kind::Reply, text: &text, urls: &[], parent: Some(parent) };
        let result = self.write(&out, sink);
        self.buffers.text = text;
        self.release(live);
        result.map(|_| ())
    }

    /// Writes own words about a live post, with its address; returns links and topic.
    fn quote(&mut self, text: &mut String, place: usize, live: u32) -> (Vec<String>, usize) {
        let topic = self.live(live).topic;
        if self.dice.chance(0.2) {
            self.writer.reaction(text, PLACES[place].tongue, &mut self.dice);
        } else {
            self.writer.prose(text, PLACES[place].tongue, topic, &mut self.dice);
        }
        let url = self.status_url(live);
        text.push(' ');
        text.push_str(&url);
        (vec![url], topic)
    }

    /// Writes an original post of `account` into `text`; returns its links and topic.
    fn say(&mut self, text: &mut String, account: u32, place: usize) -> (Vec<String>, usize) {
        let tongue = PLACES[place].tongue;
        let Self { people, writer, web, dice, .. } = self;
        let profile = &people.accounts[account as usize];
        let topic = interest(profile.topic, people.communities[profile.community as usize].topics, dice);
        if let Some(site) = profile.site {
            let headline = writer.headline(tongue, topic, dice);
            let site = &people.sites[site as usize];
            let article = web.publish(tongue, site, headline, topic, account, dice);
            text.push_str(&article.headline);
            text.push(' ');
            text.push_str(&article.url);
            return (vec![article.url], topic);
        }
        let roll = dice.unit();
        let article = if roll < 0.26 { web.current(tongue, dice) } else { None };
        match article {
            // A share button: the same text for everyone who presses it.
            Some(article) if roll < 0.11 => {
                let topic = usize::from(article.topic);
                let mut url = article.url.clone();
                track(&mut url, dice);
                text.push_str(&article.headline);
                text.push(' ');
                text.push_str(&url);
                if article.outlet.is_multiple_of(2) {
                    text.push_str(" via @");
                    text.push_str(people.handle(article.outlet));
                }
                (vec![url], topic)
            }
            Some(article) => {
                let topic = usize::from(article.topic);
                let mut url = article.url.clone();
                track(&mut url, dice);
                writer.prose(text, tongue, topic, dice);
                writer.hashtags(text, tongue, topic, dice);
                text.push(' ');
                text.push_str(&url);
                (vec![url], topic)
            }
            None if roll < 0.30 => {
                writer.greeting(text, tongue, dice);
                (Vec::new(), topic)
            }
            None if roll < 0.42 => {
                let mut url = String::new();
                web.anywhere(&mut url, dice);
                track(&mut url, dice);
                writer.prose(text, tongue, topic, dice);
                text.push(' ');
                text.push_str(&url);
                (vec![url], topic)
            }
            None => {
                if roll < 0.50 {
                    let friend = people.audience(account, dice);
                    text.push('@');
                    text.push_str(people.handle(friend));
                    text.push(' ');
                }
                writer.prose(text, tongue, topic, dice);
                if dice.chance(0.12) {
                    text.push(' ');
                    emoji(text, dice);
                }
                writer.hashtags(text, tongue, topic, dice);
                (Vec::new(), topic)
            }
        }
    }
}

/// What someone talks about now: mostly the own topics, sometimes the election, sometimes anything.
fn interest(own: u8, community: [usize; 2], dice: &mut Dice) -> usize {
    match dice.below(10) {
        0..5 => usize::from(own),
        5 | 6 => community[dice.below(2)],
        7 | 8 => 0,
        _ => dice.below(TOPICS),
    }
}
